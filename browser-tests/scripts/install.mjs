// Runs `npm ci`, unless the installed modules already are those of the lock file: Maven calls this on every build.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = dirname(dirname(fileURLToPath(import.meta.url)));

/** Path and version of each package that must be there; `undefined` when the file is missing or unreadable. */
function packages(file, wantOptional) {
  if (!existsSync(file)) return undefined;
  try {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'));
    return Object.entries(packages)
      .filter(([path, entry]) => path !== '' && (wantOptional || !entry.optional))
      .map(([path, entry]) => `${path}@${entry.version}`);
  } catch {
    return undefined;
  }
}

const wanted = packages(join(home, 'package-lock.json'), false);
const installed = new Set(packages(join(home, 'node_modules/.package-lock.json'), true));
if (wanted?.every((entry) => installed.has(entry))) {
  console.log('npm: the installed modules match the lock file');
} else {
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: home,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (npm.error) console.error(`npm could not be started: ${npm.error.message}`);
  process.exit(npm.status ?? 1);
}
