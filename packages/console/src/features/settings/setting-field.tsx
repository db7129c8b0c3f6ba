import {
  Autocomplete,
  Button,
  Checkbox,
  Group,
  NumberInput,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core'
import type { ReactNode } from 'react'
import { FeatureList } from './feature-list.tsx'
import type { AddressRange, Field, Setting, SettingValue } from './fields.ts'
import { settingWords as words } from './messages.ts'
import type { RangeFault } from './patch.ts'
import { RangeList } from './range-list.tsx'
import { tellValue } from './tell.ts'

type FieldProps = {
  readonly field: Field
  readonly setting: Setting
  readonly defaultValue: SettingValue
  readonly error: ReactNode
  /** Once a list of ranges has an `error`: at which of them. */
  readonly atRanges: ReadonlyMap<number, RangeFault>
  readonly onChange: (setting: Setting) => void
}

/** One setting: its value, its default, and the way back to it. */
export function SettingField(props: FieldProps) {
  const { field, setting, defaultValue, onChange } = props
  const label = words.settings[field.path]?.label ?? field.path
  return (
    <Stack gap={6}>
      <Control {...props} label={label} />
      <Group gap="sm" mih={26} pl={field.kind === 'flag' ? 50 : 0}>
        <Text size="xs" c="dimmed">
          {words.defaultIs(tellValue(field, defaultValue, words))}
        </Text>
        {setting.isDefault ? null : (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => onChange({ isDefault: true, value: defaultValue })}
            aria-label={words.toDefaultOf(label)}
          >
            {words.toDefault}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function Control({
  field,
  setting,
  error,
  atRanges,
  onChange,
  label,
}: FieldProps & { readonly label: string }) {
  const hint = words.settings[field.path]?.hint
  const { value } = setting
  const set = (next: SettingValue) => onChange({ isDefault: false, value: next })
  const shared = { label, description: hint, error }
  switch (field.kind) {
    case 'flag':
      return (
        <Switch
          {...shared}
          checked={value === true}
          onChange={({ currentTarget }) => set(currentTarget.checked)}
        />
      )
    case 'number':
      return <NumberControl field={field} value={value} shared={shared} onChange={set} />
    case 'choice':
      return (
        <Select
          {...shared}
          maw={340}
          value={`${value}`}
          allowDeselect={false}
          comboboxProps={{ withinPortal: true }}
          data={field.choices.map((one) => ({
            value: one,
            label: words.settings[field.path]?.choices?.[one] ?? one,
          }))}
          onChange={(next) => set(next ?? '')}
        />
      )
    case 'text':
      return (
        <TextInput
          {...shared}
          maw={460}
          value={`${value ?? ''}`}
          onChange={({ currentTarget }) => set(currentTarget.value || null)}
          autoComplete="off"
          spellCheck={false}
        />
      )
    case 'zone':
      return (
        <Autocomplete
          {...shared}
          maw={340}
          value={`${value}`}
          limit={40}
          data={timeZones}
          onChange={set}
          autoComplete="off"
        />
      )
    case 'ranges':
      return (
        <RangeList
          ranges={Array.isArray(value) ? (value as readonly AddressRange[]) : []}
          error={error}
          atRanges={atRanges}
          onChange={set}
        />
      )
    case 'features':
      return (
        <FeatureList
          features={(value ?? {}) as Readonly<Record<string, boolean>>}
          error={error}
          onChange={set}
        />
      )
  }
}

const timeZones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')]

/** A number; where it may be none at all, a box beside it says so. */
function NumberControl({
  field,
  value,
  shared,
  onChange,
}: {
  readonly field: Field & { readonly kind: 'number' }
  readonly value: SettingValue
  readonly shared: {
    readonly label: string
    readonly description: string | undefined
    readonly error: ReactNode
  }
  readonly onChange: (value: SettingValue) => void
}) {
  const { unlimited } = words.settings[field.path] ?? {}
  const isNone = value === null
  const unit = words.units[field.unit](2).replace(/^\S+\s/, '')
  return (
    <Group gap="md" align="flex-end">
      <NumberInput
        {...shared}
        w={{ base: '100%', xs: 340 }}
        value={typeof value === 'number' ? value : ''}
        disabled={isNone}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="none"
        min={field.min}
        max={field.max}
        suffix={` ${unit}`}
        onChange={(next) => onChange(typeof next === 'number' ? next : '')}
      />
      {field.nullable === true ? (
        <Checkbox
          label={unlimited ?? words.noValue}
          aria-label={`${shared.label}: ${unlimited ?? words.noValue}`}
          checked={isNone}
          mb={8}
          onChange={({ currentTarget }) => onChange(currentTarget.checked ? null : field.min)}
        />
      ) : null}
    </Group>
  )
}
