/**
 * Places in the text that the user wrote. What Babel compiles may be another compiler's output; then its source map leads
 * further back, so that frames and reports name the user's file and lines.
 */

import path from "node:path";
import { LEAST_UPPER_BOUND, originalPositionFor, TraceMap, type SourceMapInput } from "@jridgewell/trace-mapping";
import { displayName } from "../transformer/file-names.js";
import type { BabelFile } from "./babel-api.js";
import { lineTable, type Position } from "./line-table.js";

/** How the user's file is called, and where in it the offsets of the compiled text are. */
export interface SourcePlaces {
  readonly fileName: string;
  position(offset: number): Position;
}

/** The places of a file. A map of several sources (a bundle's) is left alone: a description names one file. */
export function sourcePlaces(file: BabelFile, projectDirectory: string): SourcePlaces {
  const fileName = file.opts.filename ?? "unknown";
  const position = lineTable(file.code, file.opts.parserOpts?.startLine);
  const map = file.inputMap ? new TraceMap(file.inputMap.toObject() as SourceMapInput) : undefined;
  const [source, ...others] = map?.resolvedSources ?? [];
  if (map === undefined || !source || others.length > 0)
    return { fileName: displayName(fileName, projectDirectory), position };
  return {
    fileName: displayName(path.resolve(path.dirname(fileName), source), projectDirectory),
    position: (offset) => {
      const place = position(offset);
      return original(map, place) ?? place;
    },
  };
}

/** What stands there comes from, or else what stands behind it in the line. */
function original(map: TraceMap, { line, column }: Position): Position | undefined {
  const needle = { line, column: column - 1 };
  const found = originalPositionFor(map, needle);
  const { line: sourceLine, column: sourceColumn } =
    found.line === null ? originalPositionFor(map, { ...needle, bias: LEAST_UPPER_BOUND }) : found;
  return sourceLine === null ? undefined : { line: sourceLine, column: sourceColumn + 1 };
}
