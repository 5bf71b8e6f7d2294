import Aside from './Aside.astro';
import Capture from './Capture.astro';
import Checks from './Checks.astro';
import Claim from './Claim.astro';
import CodeBlock from './CodeBlock.astro';
import Experiment from './Experiment.astro';
import Figure from './Figure.astro';
import InterviewerAsks from './InterviewerAsks.astro';
import Look from './Look.astro';
import Matrix from './Matrix.astro';
import Objectives from './Objectives.astro';
import Recap from './Recap.astro';
import SayIt from './SayIt.astro';
import Sources from './Sources.astro';
import Table from './Table.astro';

/** Every tag that a lesson may use without importing it. */
export const vocabulary = {
  Aside,
  Capture,
  Checks,
  Claim,
  Experiment,
  Figure,
  InterviewerAsks,
  Look,
  Matrix,
  Objectives,
  Recap,
  SayIt,
  Sources,
  pre: CodeBlock,
  table: Table,
};
