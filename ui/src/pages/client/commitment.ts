// Recomputing a log row's commitment in the reader's own browser: the arithmetic of amana/core/access_log.py.
import type { Schemas } from '../../api/api';

const encoder = new TextEncoder();

/** Whether the row's commitment is that of its fields: sha256 of the salt and each field preceded by its length. */
export async function holds(row: Schemas['ExportedRow']): Promise<boolean> {
  const fields = [
    row.workspace_id,
    row.kind,
    row.actor,
    row.project_id ?? '',
    row.task_id ?? '',
    row.assignment_id ?? '',
    row.detail,
    microseconds(row.at).toString(),
  ].map((field) => encoder.encode(field));
  const salt = bytesOf(row.salt);
  const committed = new Uint8Array(salt.length + fields.reduce((sum, field) => sum + 4 + field.length, 0));
  committed.set(salt);
  let at = salt.length;
  for (const field of fields) {
    new DataView(committed.buffer).setUint32(at, field.length);
    committed.set(field, at + 4);
    at += 4 + field.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', committed));
  return hexOf(digest) === row.commitment;
}

/** Microseconds since 1970: JavaScript's own dates stop at milliseconds. */
function microseconds(at: string): bigint {
  const [seconds, fraction = ''] = at.replace(/(Z|[+-]\d\d:\d\d)$/, '').split('.');
  const zone = /(Z|[+-]\d\d:\d\d)$/.exec(at)?.[0] ?? 'Z';
  return BigInt(Date.parse(`${seconds}${zone}`)) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
