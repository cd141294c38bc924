import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Filter } from '../../store/filter.ts';
import { filterFromSearch, searchOfFilter } from '../../store/filter.ts';

/** The list's filter lives in the address; changing it keeps the open ticket. */
export function useFilter(): readonly [Filter, (change: Partial<Filter>) => void] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const filter = useMemo(() => filterFromSearch(search), [search]);
  return [filter, (change) => navigate(path + searchOfFilter({ ...filter, ...change }), { replace: change.q !== undefined })];
}
