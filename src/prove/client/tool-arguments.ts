import type { SlotAssignment } from '../../model/build-request.ts';
import { withValueAt, type JsonObject } from '../../model/json.ts';
import { sameSlot } from '../../model/model-index.ts';
import type { ToolSpec } from '../../model/tools.ts';

/** The arguments that say the same as the slots; what a tool has no argument for is left out. */
export function toolArguments(tool: ToolSpec, values: readonly SlotAssignment[]): JsonObject {
  let args: JsonObject = {};
  for (const { slot, value } of values) {
    const exact = tool.arguments.find((argument) => sameSlot(argument.slot, slot));
    if (exact !== undefined) {
      args = { ...args, [exact.name]: value };
      continue;
    }
    const above =
      slot.in === 'body'
        ? tool.arguments.find(
            (argument) => argument.slot.in === 'body' && argument.slot.path.every((step, at) => slot.path[at] === step),
          )
        : undefined;
    if (above !== undefined && slot.in === 'body' && above.slot.in === 'body') {
      args = { ...args, [above.name]: withValueAt(args[above.name], slot.path.slice(above.slot.path.length), value) };
    }
  }
  return args;
}
