/** A job that has to be over before the next one begins. */
type Job = () => void | Promise<void>

export type Queue = {
  /** Resolves when the job is over, however it went. */
  push: (job: Job) => Promise<void>
}

/** Runs jobs one after the other. A job that fails doesn't keep the next from running. */
export function makeQueue(onFailure: (failure: unknown) => void): Queue {
  let last: Promise<void> = Promise.resolve()
  return {
    push: (job) => {
      last = last.then(job).catch(onFailure)
      return last
    },
  }
}
