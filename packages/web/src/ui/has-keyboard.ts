/** Whether one types on keys: on a touch screen the focus would bring them up, over what is to be read. */
export function hasKeyboard(): boolean {
  return window.matchMedia('(pointer: fine)').matches
}
