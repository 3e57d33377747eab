import { all } from 'lowlight'

/** Every language, for the few messages that need more than the common ones. */
export const rare = all
