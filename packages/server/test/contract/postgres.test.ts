import { createTestDatabase } from '../support/storages.ts'
import { testStorage } from './test-storage.ts'

testStorage('PostgreSQL', () => createTestDatabase('postgres'))
