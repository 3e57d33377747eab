/** Fields that only holders of `read_license_information` are told. */
const privateFields = new Set([
  'Id',
  'Name',
  'Email',
  'IssuedAt',
  'StartsAt',
  'ExpiresAt',
  'SkuName',
])

const features = [
  'Announcement',
  'Cluster',
  'Compliance',
  'CustomPermissionsSchemes',
  'CustomTermsOfService',
  'DataRetention',
  'Elasticsearch',
  'EmailNotificationContents',
  'GoogleOAuth',
  'GuestAccounts',
  'GuestAccountsPermissions',
  'IDLoadedPushNotifications',
  'LDAP',
  'LDAPGroups',
  'LockTeammateNameDisplay',
  'MFA',
  'MHPNS',
  'MessageExport',
  'Metrics',
  'Office365OAuth',
  'OpenId',
  'OutgoingOAuthConnections',
  'RemoteClusterService',
  'SAML',
  'SharedChannels',
] as const

const farFuture = '4102444800000' // 2100-01-01

/**
 * The licence that official clients ask for. Redoubt has none: it answers with the highest tier
 * they know and every feature on, so that they hide nothing.
 */
export function clientLicence(isFull: boolean, installedAt: number): Record<string, string> {
  const licence: Record<string, string> = {
    IsLicensed: 'true',
    Id: 'redoubt',
    SkuName: 'Redoubt',
    SkuShortName: 'advanced',
    Users: '0',
    Name: '',
    Email: '',
    Company: '',
    IssuedAt: String(installedAt),
    StartsAt: String(installedAt),
    ExpiresAt: farFuture,
    Cloud: 'false',
    IsTrial: 'false',
    IsGovSku: 'false',
  }
  for (const feature of features) licence[feature] = 'true'
  if (isFull) return licence
  return Object.fromEntries(Object.entries(licence).filter(([key]) => !privateFields.has(key)))
}
