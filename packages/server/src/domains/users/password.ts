import { hash, verify } from '@node-rs/argon2'

/** argon2id in PHC form; runs off the event loop. */
export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

/** Takes the same time whether or not there is a hash to compare with. */
export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  const isReal = stored !== ''
  const matches = await verify(isReal ? stored : decoy, password).catch(() => false)
  return isReal && matches
}

// The hash of a random text that nobody kept.
const decoy =
  '$argon2id$v=19$m=19456,t=2,p=1$6pq8Yk8n1m7hQXhVYkR4lA$0k0dZk7g3mHqBv1o0m6G0n3s6yZ7mCq2m6q2v1q8dJY'
