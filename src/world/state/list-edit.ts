/** How a world was told to bend its lists. */
export interface ListEdit {
  readonly maxSize: number | null;
  readonly reverse: boolean;
  readonly ignoreFilters: readonly string[];
  readonly total: 'true' | 'absent' | 'wrong' | 'low';
  readonly linksTo?: string;
}
