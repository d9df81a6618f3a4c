/**
 * The one place that knows SweetAlert2. A dialog is a promise of what was decided;
 * its content is nodes, never a string of HTML. Fetched when the first one opens.
 */
import type { SweetAlertOptions } from 'sweetalert2';
import { words } from '../words/index.ts';
import { placeOf } from './focus.ts';

export interface DialogText {
  title: string;
  confirm: string;
  cancel?: string;
  /** A third way out, beside confirm and cancel. */
  other?: string;
  grave?: boolean;
  /** There is nothing to cancel. */
  only?: boolean;
}

/** `check` runs on confirm: `undefined` keeps the dialog open, its value closes it. */
export interface DialogBody<T> {
  content?: HTMLElement;
  focus?: HTMLElement;
  check?: () => Promise<T | undefined> | T | undefined;
}

export type Decision<T> = { kind: 'confirmed'; value: T | undefined } | { kind: 'other' | 'dismissed' };

export async function dialog<T = true>(text: DialogText, body: DialogBody<T> = {}): Promise<Decision<T>> {
  // Taken now: the page may lose its focus while the module loads.
  const goBack = placeOf(document.activeElement);
  const [{ default: Swal }] = await Promise.all([
    import('sweetalert2/dist/sweetalert2.js'),
    import('./dialog.css'),
  ]);
  const phone = matchMedia('(width < 720px)').matches;
  const { check } = body;
  const options: SweetAlertOptions = {
    titleText: text.title,
    confirmButtonText: text.confirm,
    cancelButtonText: text.cancel ?? words.peek().site.cancel,
    showCancelButton: text.only !== true,
    reverseButtons: true,
    buttonsStyling: false,
    position: phone ? 'bottom' : 'center',
    returnFocus: false,
    scrollbarPadding: false,
    heightAuto: false,
    showLoaderOnConfirm: check !== undefined,
    allowOutsideClick: () => text.only !== true && !Swal.isLoading(),
    allowEscapeKey: () => !Swal.isLoading(),
    customClass: {
      container: 'dialog-shade',
      popup: 'dialog',
      title: 'dialog__title',
      htmlContainer: 'dialog__content',
      actions: 'dialog__actions',
      confirmButton: text.grave ? 'button button--grave' : 'button button--lit',
      cancelButton: 'button',
      denyButton: 'button',
    },
    ...(text.other !== undefined && { showDenyButton: true, denyButtonText: text.other }),
    ...(body.content && { html: body.content }),
    ...(check && {
      // `false` is SweetAlert2's word for "stay open".
      preConfirm: async () => (await check()) ?? false,
    }),
    didOpen: () => body.focus?.focus(),
  };
  const result = await Swal.fire(options);
  goBack();
  if (result.isConfirmed) return { kind: 'confirmed', value: result.value as T | undefined };
  return { kind: result.isDenied ? 'other' : 'dismissed' };
}

/** As if the button of the dialog that holds this had been pressed. */
export function confirmFrom(node: HTMLElement): void {
  node.closest('.swal2-popup')?.querySelector<HTMLButtonElement>('.swal2-confirm')?.click();
}

/** A paragraph for a dialog. */
export function paragraph(text: string): HTMLParagraphElement {
  const node = document.createElement('p');
  node.textContent = text;
  return node;
}
