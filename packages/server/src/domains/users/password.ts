import { hash, verify } from '@node-rs/argon2'

/** How much work one guess at a password is: KiB of memory, and passes over them. */
export type PasswordCost = { memoryCost: number; timeCost: number }

export type PasswordHashing = ReturnType<typeof passwordHashing>

/** What OWASP asks of argon2id at least. */
const strong: PasswordCost = { memoryCost: 19_456, timeCost: 2 }

/** argon2id in PHC form; runs off the event loop. Only tests hand in another cost. */
export function passwordHashing(cost = strong) {
  const { memoryCost, timeCost } = cost
  // The hash of a random text that nobody kept.
  const decoy = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=1$6pq8Yk8n1m7hQXhVYkR4lA$0k0dZk7g3mHqBv1o0m6G0n3s6yZ7mCq2m6q2v1q8dJY`

  return {
    hash: (password: string): Promise<string> => hash(password, cost),
    /** Takes the same time whether or not there is a hash to compare with. */
    async verify(stored: string, password: string): Promise<boolean> {
      const isReal = stored !== ''
      const matches = await verify(isReal ? stored : decoy, password).catch(() => false)
      return isReal && matches
    },
  }
}
