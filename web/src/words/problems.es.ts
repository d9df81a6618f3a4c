/** What each error code means for the reader, and what to do about it. */
import type { FieldCode, ProblemCode } from '../api/types.ts';

export const problems: Record<ProblemCode, string> = {
  malformed_json: 'La página envió algo que no se entiende. Recárgala e inténtalo de nuevo.',
  bad_cursor: 'La lista cambió mientras la leías. Recarga para verla desde el principio.',
  bad_request: 'KenMovie no entendió el pedido. Recarga la página.',
  unauthenticated: 'Entra en tu cuenta para hacer esto.',
  invalid_credentials: 'El correo o la contraseña no coinciden. Revísalos.',
  token_expired: 'Tu sesión terminó. Entra de nuevo.',
  insufficient_scope: 'Tu cuenta no tiene permiso para hacer esto.',
  csrf: 'El pedido no vino de esta página. Recárgala e inténtalo de nuevo.',
  not_found: 'Esto ya no está.',
  method_not_allowed: 'KenMovie no permite esa acción. Recarga la página.',
  email_taken: 'Ya hay una cuenta con este correo. Entra con ella o usa otro.',
  already_reported: 'Ya lo reportaste. Lo estamos revisando.',
  idempotency_conflict: 'Ya se envió otra versión de esto. Recarga para ver cuál quedó.',
  precondition_failed: 'Alguien lo cambió antes que tú. Recarga y vuelve a intentarlo.',
  body_too_large: 'Es demasiado largo. Acórtalo y envíalo de nuevo.',
  unsupported_media_type: 'Ese formato no sirve aquí. Recarga la página.',
  validation_failed: 'Revisa los campos marcados.',
  rate_limited: 'Vas muy rápido. Espera un momento.',
  store_unavailable: 'KenMovie no está disponible ahora. Inténtalo en unos segundos.',
  internal: 'Algo falló de nuestro lado. Inténtalo en un rato.',
  request_timeout: 'El envío tardó demasiado. Inténtalo de nuevo.',
  headers_too_large: 'Tu navegador envió demasiados datos. Borra las cookies de este sitio y vuelve a entrar.',
};

/** `{min}` and `{max}` are filled where the page knows the bounds. */
export const fieldProblems: Record<FieldCode, string> = {
  required: 'Completa esto.',
  too_short: 'Necesita al menos {min} caracteres.',
  too_long: 'Admite hasta {max} caracteres.',
  too_small: 'El mínimo es {min}.',
  too_large: 'El máximo es {max}.',
  invalid_type: 'Este dato no tiene la forma esperada.',
  invalid_format: 'No parece válido. Revisa cómo está escrito.',
  invalid_value: 'Elige una de las opciones.',
  forbidden_character: 'Tiene un carácter que no se admite. Quítalo.',
  too_many: 'Son demasiados. El máximo es {max}.',
  duplicate: 'Está repetido.',
  unknown_field: 'Este dato sobra. Recarga la página.',
  too_common: 'Es una de las contraseñas más usadas. Elige otra.',
  same_as_identity: 'No uses tu nombre ni tu correo como contraseña.',
};
