mod formats;
mod jsonl;
mod program;
mod robust;
mod vega;
