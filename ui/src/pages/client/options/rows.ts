// The first rows of a file that lies with the reader still: nothing is sent.
export type Row = Record<string, unknown>;

const HEAD_BYTES = 256 * 1024;

/** At most `count` rows; none of a kind of file that only the engine reads, or where the file is something else. */
export async function firstRows(file: File, count: number): Promise<Row[]> {
  if (/\.parquet$/i.test(file.name)) return [];
  const text = await file.slice(0, HEAD_BYTES).text();
  if (/\.[ct]sv$/i.test(file.name)) {
    const { default: papa } = await import('papaparse');
    const { data } = papa.parse<Row>(text, { header: true, preview: count, skipEmptyLines: true });
    return data;
  }
  const rows: Row[] = [];
  for (const line of text.split('\n')) {
    if (rows.length === count) break;
    if (line.trim() === '') continue;
    try {
      const row: unknown = JSON.parse(line);
      if (typeof row !== 'object' || row === null || Array.isArray(row)) break;
      rows.push(row as Row);
    } catch {
      break; // the head ends within a line, or it is no JSON: the import says it in words
    }
  }
  return rows;
}
