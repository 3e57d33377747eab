import { create } from 'zustand'
import { type Entities, NOTHING } from './entities.ts'

/** The one store of entities. Components read it through selectors that return stored references. */
export const useEntities = create<Entities>()(() => NOTHING)

/** The state at this moment, for code outside of React. */
export const readEntities = useEntities.getState

/** Runs a reducer on the store. */
export function update<Input extends unknown[]>(
  reducer: (now: Entities, ...input: Input) => Entities,
  ...input: Input
): void {
  useEntities.setState((now) => reducer(now, ...input), true)
}
