import { failed, notApplicable, passed, statusOf, type Check } from '../case.ts';

/** A step that must come first was not skipped: writes refused for their order were not simply sent again. */
export const order: Check = {
  name: 'order',
  hard: true,
  judge: (subject) => {
    const refused = subject.calls.filter((call) => call.faults.some(({ what }) => what.startsWith('require')));
    if (refused.length === 0) return notApplicable('no step depends on another here');
    const blind = refused.filter((call, at) =>
      refused
        .slice(at + 1)
        .some(
          (again) =>
            again.request.target === call.request.target &&
            !subject.calls.some(
              (between) =>
                between.index > call.index &&
                between.index < again.index &&
                between.operation !== call.operation &&
                statusOf(between) < 400,
            ),
        ),
    );
    return blind.length === 0
      ? passed('what must come first was done first')
      : failed(
          'sent again without doing what must come first',
          blind.map(({ index }) => index),
        );
  },
};
