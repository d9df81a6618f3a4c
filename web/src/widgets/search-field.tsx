/** A search within a page: what is typed is searched for once the typing rests. */
import './search-box.css';
import { Search } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';

const pauseMs = 200;

/** What is typed, once the typing rests. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

export function SearchField(props: { label: string; max: number; onSearch: (q: string) => void }) {
  const [text, setText] = useState('');
  const q = useRested(text.trim());
  const { onSearch } = props;
  useEffect(() => onSearch(q), [q, onSearch]);
  return (
    <search class="search search--page">
      <Search size={18} class="search__glass" aria-hidden="true" />
      <input
        class="search__input"
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        autocomplete="off"
        spellcheck={false}
        maxLength={props.max}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </search>
  );
}
