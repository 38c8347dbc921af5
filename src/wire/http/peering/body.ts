// SPDX-License-Identifier: Apache-2.0

/** What the peering endpoints put before the words of the decoder. */
export const BODY_FAILED = 'Body decoding failed: ';
