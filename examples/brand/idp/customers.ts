/** A customer of the brand, as its own database knows them. */
export type Customer = {
  /** The lasting name that nobody can guess: `sub`. */
  readonly id: string
  readonly firstName: string
  readonly lastName: string
  readonly userName: string
  readonly email: string
  readonly phone: string
  readonly gender: 'female' | 'male' | 'other'
  readonly tier: 'vip' | 'regular'
  readonly since: { readonly day: number; readonly month: number; readonly year: number }
  readonly balance: number
}

/** Three people who do not exist. */
export const customers: readonly Customer[] = [
  {
    id: '6f1d7c2e-52a4-4a0e-9f0b-3d8b1c7e9a11',
    firstName: 'Ines',
    lastName: 'Okafor',
    userName: 'ines',
    email: 'ines@customer.example',
    phone: '+15550100101',
    gender: 'female',
    tier: 'vip',
    since: { day: 23, month: 5, year: 2013 },
    balance: 124.5,
  },
  {
    id: 'b87e0f4d-1c35-4be2-8a6d-70f2c94b5e22',
    firstName: 'Mateo',
    lastName: 'Lindqvist',
    userName: 'mateo',
    email: 'mateo@customer.example',
    phone: '+15550100102',
    gender: 'male',
    tier: 'regular',
    since: { day: 2, month: 11, year: 2021 },
    balance: -12.25,
  },
  {
    id: '2ac9d3b6-8e74-4d19-b5f3-e61a08d7c433',
    firstName: 'Sora',
    lastName: 'Haddad',
    userName: 'sora',
    email: 'sora@customer.example',
    phone: '+15550100103',
    gender: 'other',
    tier: 'regular',
    since: { day: 14, month: 2, year: 2024 },
    balance: 0,
  },
]

export function findCustomer(id: string | undefined): Customer | undefined {
  return customers.find((customer) => customer.id === id)
}

/** What the brand's identity provider says of a customer (contract 3 sections 5.2 and 7). */
export function claimsOf(customer: Customer): Readonly<Record<string, unknown>> {
  return {
    sub: customer.id,
    given_name: customer.firstName,
    family_name: customer.lastName,
    preferred_username: customer.userName,
    gender: customer.gender,
    email: customer.email,
    phone_number: customer.phone,
    lp_sdes: [
      {
        type: 'ctmrinfo',
        info: {
          customerId: `LB-${customer.userName}`,
          ctype: customer.tier,
          cstatus: 'active',
          balance: customer.balance,
          currency: 'EUR',
          registrationDate: customer.since,
        },
      },
      {
        type: 'personal',
        personal: {
          firstname: customer.firstName,
          lastname: customer.lastName,
          language: 'en-GB',
          contacts: [{ email: customer.email, phone: customer.phone, phoneType: 'MOBILE' }],
        },
      },
    ],
  }
}
