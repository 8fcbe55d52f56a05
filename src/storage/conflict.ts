/** Thrown inside a transaction to undo it when the condition of a write does not hold. Never leaves `commit`. */
class ConflictError extends Error {}

/** Conditional writes answer the row they changed: no row means that the condition did not hold. */
export function requireRow(row: unknown): void {
  if (row === undefined) throw new ConflictError('the condition of a write did not hold')
}

/** SQLSTATE of a serialization failure and of a deadlock: PostgreSQL undid the transaction because of another one. */
const undone = new Set(['40001', '40P01'])

/** Whether a commit failed because others changed something meanwhile; trying again then makes sense. */
export function isConflict(error: unknown): boolean {
  if (error instanceof ConflictError) return true
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && undone.has(error.code)
}
