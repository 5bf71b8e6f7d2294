import { useEffect, useMemo, useState } from 'preact/hooks';
import {
  definitionOf,
  isProcedureName,
  PROCEDURE_NAMES,
  type ProcedureName,
} from '../../procedures/index.ts';
import './procedure-lab.css';
import { allowedBy, readOptions } from '../../procedures/options.ts';
import { isWide } from './fact-grid.tsx';
import { createProcedure, type ProcedureSetup } from './model.ts';
import { ProcedurePanel } from './procedure.tsx';

/** Any procedure, told what the address says. */
export function ProcedureLab() {
  const [setup, setSetup] = useState<ProcedureSetup>();
  const [complaints, setComplaints] = useState<string[]>([]);
  useEffect(() => {
    const { setup, complaints } = readAddress(location.search);
    setSetup(setup);
    setComplaints(complaints);
  }, []);
  return (
    <>
      {complaints.map((sentence) => (
        <p key={sentence} class="trouble" role="alert">
          {sentence}
        </p>
      ))}
      {setup && <Chosen setup={setup} />}
    </>
  );
}

function Chosen({ setup }: { setup: ProcedureSetup }) {
  const model = useMemo(() => createProcedure(setup), []);
  const options = Object.entries(setup.options).map(([name, value]) => `${name} ${value}`);
  return (
    <>
      <Options procedure={setup.procedure} />
      <ProcedurePanel
        model={model}
        procedure={setup.procedure}
        title={[setup.procedure, ...options].join(', ')}
        family={definitionOf(setup.procedure).family}
        view={definitionOf(setup.procedure).view}
        wide={isWide(definitionOf(setup.procedure))}
        trustFacts={setup.overTls ? definitionOf(setup.procedure).trustFacts : undefined}
      />
    </>
  );
}

/** What may stand in the address beside the procedure. */
function Options({ procedure }: { procedure: ProcedureName }) {
  const options = Object.entries(definitionOf(procedure).options);
  if (options.length === 0) return null;
  return (
    <dl class="procedure-options">
      {options.map(([name, row]) => (
        <div key={name}>
          <dt>
            <a href={`?procedure=${procedure}&${name}=${row.fallback}`}>{name}</a>
          </dt>
          <dd>
            {row.meaning}: {allowedBy(row)}, {row.fallback} where nothing is said
          </dd>
        </div>
      ))}
    </dl>
  );
}

/**
 * Reads `?procedure=seventh-tab&streams=10`. What cannot be used keeps its fallback
 * and is complained about in a sentence.
 */
export function readAddress(search: string): { setup: ProcedureSetup; complaints: string[] } {
  const { procedure: asked, needs, ...texts } = Object.fromEntries(new URLSearchParams(search));
  const complaints: string[] = [];
  const procedure = isProcedureName(asked) ? asked : (PROCEDURE_NAMES[0] ?? 'seventh-tab');
  if (asked !== undefined && asked !== procedure) {
    complaints.push(
      `The address says procedure=${asked.slice(0, 60)}; procedure takes ${PROCEDURE_NAMES.join(', ')}.`,
    );
  }
  const given = Object.entries(texts).map(([name, text]) => [name, toValue(text)]);
  const read = readOptions(definitionOf(procedure).options, Object.fromEntries(given));
  complaints.push(...read.complaints.map((text) => `The procedure ${procedure} ${text}.`));
  const overTls =
    needs === 'h2' || read.values.origin === 'h2' || definitionOf(procedure).needs === 'h2';
  return { setup: { procedure, options: read.values, overTls }, complaints };
}

function toValue(text: string): string | number {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}
