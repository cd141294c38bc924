import { afterEach, beforeAll } from 'vitest';
import { cleanup } from '@testing-library/react';
import { activate } from '../src/i18n/i18n.ts';

beforeAll(() => activate('en'));
afterEach(() => {
  cleanup();
  localStorage.clear();
});
