import { TRANSPORTS } from '#contract/transports.ts';
import { GLYPHS } from '../../components/glyphs.ts';
import type { Option } from '../../decide/options.ts';

/** Which hue and glyph an option wears, if its protocol owns one. */
export function familyOf({ transport, family }: Option) {
  return transport ? TRANSPORTS[transport].family : family;
}

export function OptionName({ option }: { option: Option }) {
  const family = familyOf(option);
  return (
    <span class="option-name" data-family={family}>
      {family && (
        <i class="glyph" aria-hidden="true">
          {GLYPHS[family]}
        </i>
      )}
      {option.name}
    </span>
  );
}
