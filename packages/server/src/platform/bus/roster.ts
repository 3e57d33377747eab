/** Who has a socket on which of the other nodes. */
export function makeRoster() {
  const usersByNode = new Map<string, Set<string>>()

  function isAnywhere(userId: string): boolean {
    for (const users of usersByNode.values()) if (users.has(userId)) return true
    return false
  }

  function come(nodeId: string, userIds: readonly string[]): void {
    const users = usersByNode.get(nodeId) ?? new Set()
    for (const userId of userIds) users.add(userId)
    usersByNode.set(nodeId, users)
  }

  function go(nodeId: string, userIds: readonly string[]): void {
    for (const userId of userIds) usersByNode.get(nodeId)?.delete(userId)
  }

  /** Forgets the node. Returns who was there and is nowhere else. */
  function lose(nodeId: string): string[] {
    const users = usersByNode.get(nodeId) ?? []
    usersByNode.delete(nodeId)
    return [...users].filter((userId) => !isAnywhere(userId))
  }

  return { isAnywhere, come, go, lose }
}
