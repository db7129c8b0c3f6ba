/** Things and how they are, as a list of terms. */
export function ToldList({ told }: { readonly told: readonly (readonly [string, string])[] }) {
  return (
    <dl className="ww-told">
      {told
        .filter(([, text]) => text !== '')
        .map(([field, text]) => (
          <div key={field}>
            <dt>{field}</dt>
            <dd>{text}</dd>
          </div>
        ))}
    </dl>
  )
}
