import { createRequire } from 'node:module'
import type { GlobalState } from '@mattermost/types/store'
import { Client4 } from 'mattermost-redux/client'

// A CommonJS module with a default export, which runners unwrap in different ways.
const { default: configureStore }: typeof import('mattermost-redux/store/configureStore') =
  createRequire(import.meta.url)('mattermost-redux/store/configureStore')

/** What an action leaves behind when it has gone well. */
type DataOf<Result> = Awaited<Result> extends { data?: infer Data } ? Data : unknown

/**
 * The official web app without its looks: its store, its actions and its selectors, as it publishes
 * them. They share one client, so one person acts at a time.
 */
export class OfficialApp {
  readonly #store = configureStore({} as never)
  readonly #url: string
  readonly #token: string

  constructor(url: string, token: string) {
    this.#url = url
    this.#token = token
  }

  get state(): GlobalState {
    return this.#store.getState()
  }

  /** Looks at something, as a press on it does. */
  select(action: { type: string }): void {
    this.#store.dispatch(action)
  }

  /** Does what a press does; throws where the app would show an error. */
  async run<Result>(
    action: (dispatch: never, getState: never, extra: never) => Result,
  ): Promise<DataOf<Result>> {
    Client4.setUrl(this.#url)
    Client4.setToken(this.#token)
    const outcome: { data?: unknown; error?: unknown } = await this.#store.dispatch(action as never)
    if (outcome.error !== undefined) throw outcome.error
    return outcome.data as DataOf<Result>
  }
}
