import { Text } from '@mantine/core'
import { useId } from 'react'
import { type Lane, lanes, type Step, stepsOf } from './flow.ts'
import { flowWords as words } from './flow-messages.ts'
import type { ConnectorValues } from './form-values.ts'
import { connectorWords } from './messages.ts'

const at: Readonly<Record<Lane, number>> = { page: 52, provider: 180, watchword: 308 }
const top = 58
const rowHeight = 36

/** The way that was chosen, as a picture and as a list of its steps, number by number. */
export function FlowPicture({ values }: { readonly values: ConnectorValues }) {
  const { method } = values
  const steps = stepsOf(values)
  return (
    <div className="cn-flow">
      <Picture method={method} steps={steps} />
      <ol className="cn-steps">
        {steps.map(({ name, dashed }) => (
          <li key={name}>
            <Text size="sm" component="span">
              {words.steps[name]}
              {dashed === true ? (
                <Text size="xs" c="dimmed" component="span">
                  {' '}
                  ({words.now})
                </Text>
              ) : null}
            </Text>
          </li>
        ))}
      </ol>
    </div>
  )
}

function Picture({
  method,
  steps,
}: {
  readonly method: ConnectorValues['method']
  readonly steps: readonly Step[]
}) {
  const id = useId()
  const height = top + steps.length * rowHeight + 6
  const seen = lanes.filter((lane) => method !== 'anonymous' || lane !== 'provider')
  return (
    <svg viewBox={`0 0 360 ${height}`} role="img" aria-labelledby={id} className="cn-picture">
      <title
        id={id}
      >{`${words.title(connectorWords.methods[method])}. ${words.summary[method]}`}</title>
      <defs>
        <marker
          id={`${id}head`}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto"
        >
          <path d="M0 0.5 8 4 0 7.5z" className="cn-head" />
        </marker>
      </defs>
      {seen.map((lane) => (
        <g key={lane}>
          <line x1={at[lane]} x2={at[lane]} y1={30} y2={height} className="cn-lane" />
          <rect
            x={at[lane] - 50}
            y={2}
            width={100}
            height={30}
            rx={7}
            className={`cn-box ${lane}`}
          />
          <text x={at[lane]} y={21} className={`cn-name ${lane}`}>
            {method === 'delegation' && lane === 'page' ? words.bot : words.lanes[lane]}
          </text>
        </g>
      ))}
      {steps.map((step, index) => (
        <Arrow key={step.name} step={step} number={index + 1} head={`url(#${id}head)`} />
      ))}
    </svg>
  )
}

function Arrow({
  step: { from, to, wire, dashed },
  number,
  head,
}: {
  readonly step: Step
  readonly number: number
  readonly head: string
}) {
  const y = top + (number - 1) * rowHeight + 12
  const [begin, end] = [at[from], at[to]]
  const sign = Math.sign(end - begin)
  const line = dashed === true ? 'cn-arrow dashed' : 'cn-arrow'
  return (
    <g>
      {from === to ? (
        <path d={`M${begin - 9} ${y - 6}h-30v12h28`} className={line} markerEnd={head} />
      ) : (
        <line
          x1={begin + sign * 10}
          x2={end - sign * 2}
          y1={y}
          y2={y}
          className={line}
          markerEnd={head}
        />
      )}
      <circle cx={begin} cy={y} r={9} className="cn-number" />
      <text x={begin} y={y + 3.6} className="cn-digit">
        {number}
      </text>
      <text
        x={from === to ? begin - 44 : (begin + end) / 2 + sign * 6}
        y={from === to ? y + 3 : y - 6}
        className={from === to ? 'cn-wire end' : 'cn-wire'}
      >
        {wire}
      </text>
    </g>
  )
}
