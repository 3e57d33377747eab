import { type Static, Type } from 'typebox'

/** What administrators check of the machine below a workspace. Sizes are in bytes. */
export const MachineChecks = Type.Object({
  database: Type.Object({ answer_ms: Type.Integer(), size_bytes: Type.Integer() }),
  disk: Type.Object({ free_bytes: Type.Integer(), total_bytes: Type.Integer() }),
})
export type MachineChecks = Static<typeof MachineChecks>
