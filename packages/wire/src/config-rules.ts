import {
  atLeast,
  type ConfigRule,
  emptyOr,
  filled,
  isSocketUrl,
  isUrl,
  matches,
  oneOf,
  rule,
  when,
} from './config-rule-kinds.ts'

const hoursAndMinutes = /^([01]?\d|2[0-3]):[0-5]\d$/
const storageClasses = [
  '',
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'OUTPOSTS',
  'GLACIER_IR',
  'SNOW',
  'EXPRESS_ONEZONE',
]

const service: ConfigRule[] = [
  emptyOr('ServiceSettings.SiteURL', isUrl, 'site_url'),
  emptyOr('ServiceSettings.WebsocketURL', isSocketUrl, 'websocket_url'),
  matches('ServiceSettings.ListenAddress', /^([^\s/]*:)?\d{1,5}$/, 'listen_address'),
  oneOf('ServiceSettings.ConnectionSecurity', ['', 'TLS'], 'webserver_security'),
  atLeast('ServiceSettings.ReadTimeout', 1, 'read_timeout'),
  atLeast('ServiceSettings.WriteTimeout', 1, 'write_timeout'),
  atLeast('ServiceSettings.MaximumLoginAttempts', 1, 'login_attempts'),
  atLeast(
    'ServiceSettings.OutgoingIntegrationRequestsTimeout',
    1,
    'outgoing_integrations_request_timeout',
  ),
  atLeast(
    'ServiceSettings.TimeBetweenUserTypingUpdatesMilliseconds',
    1000,
    'time_between_user_typing',
  ),
  oneOf(
    'ServiceSettings.ExperimentalGroupUnreadChannels',
    ['disabled', 'default_on', 'default_off'],
    'group_unread_channels',
  ),
  atLeast(
    'ServiceSettings.PersistentNotificationIntervalMinutes',
    2,
    'persistent_notifications_interval',
  ),
  atLeast('ServiceSettings.PersistentNotificationMaxCount', 1, 'persistent_notifications_count'),
  atLeast(
    'ServiceSettings.PersistentNotificationMaxRecipients',
    1,
    'persistent_notifications_recipients',
  ),
  oneOf(
    'ServiceSettings.CollapsedThreads',
    ['disabled', 'default_on', 'default_off', 'always_on'],
    'collapsed_threads',
  ),
  rule(
    'ServiceSettings.ThreadAutoFollow',
    'collapsed_threads.autofollow',
    (read) =>
      read.bool('ServiceSettings.ThreadAutoFollow') ||
      read.string('ServiceSettings.CollapsedThreads') === 'disabled',
  ),
  atLeast('ServiceSettings.MaximumPayloadSizeBytes', 1, 'max_payload_size'),
  atLeast('ServiceSettings.MaximumURLLength', 1, 'max_url_length'),
  rule(
    'ServiceSettings.AllowCookiesForSubdomains',
    'allow_cookies_for_subdomains',
    (read) =>
      !read.bool('ServiceSettings.AllowCookiesForSubdomains') ||
      read.string('ServiceSettings.SiteURL') !== '',
  ),
]

const teams: ConfigRule[] = [
  rule(
    'TeamSettings.SiteName',
    'sitename_length',
    (read) => [...read.string('TeamSettings.SiteName')].length <= 30,
  ),
  atLeast('TeamSettings.MaxUsersPerTeam', 1, 'max_users'),
  atLeast('TeamSettings.MaxChannelsPerTeam', 1, 'max_channels'),
  atLeast('TeamSettings.MaxNotificationsPerChannel', 1, 'max_notify_per_channel'),
  atLeast('TeamSettings.UserStatusAwayTimeout', 1, 'user_status_away_timeout'),
  oneOf('TeamSettings.RestrictDirectMessage', ['any', 'team'], 'restrict_direct_message'),
  oneOf(
    'TeamSettings.TeammateNameDisplay',
    ['username', 'nickname_full_name', 'full_name'],
    'teammate_name_display',
  ),
  rule(
    'TeamSettings.ExperimentalViewArchivedChannels',
    'experimental_view_archived_channels',
    (read) => read.bool('TeamSettings.ExperimentalViewArchivedChannels'),
  ),
  rule('PasswordSettings.MinimumLength', 'password_length', (read) => {
    const length = read.int('PasswordSettings.MinimumLength')
    return length >= 5 && length <= 72
  }),
]

const storage: ConfigRule[] = [
  oneOf('SqlSettings.DriverName', ['postgres'], 'sql_driver'),
  atLeast('SqlSettings.MaxIdleConns', 1, 'sql_idle'),
  atLeast('SqlSettings.ConnMaxLifetimeMilliseconds', 0, 'sql_conn_max_lifetime_milliseconds'),
  atLeast('SqlSettings.ConnMaxIdleTimeMilliseconds', 0, 'sql_conn_max_idle_time_milliseconds'),
  atLeast('SqlSettings.QueryTimeout', 1, 'sql_query_timeout'),
  atLeast('SqlSettings.MaxOpenConns', 1, 'sql_max_conn'),
  emptyOr('SqlSettings.AtRestEncryptKey', (text) => text.length >= 32, 'encrypt_sql'),
  atLeast('FileSettings.MaxFileSize', 1, 'max_file_size'),
  rule('FileSettings.MaxImageDecoderConcurrency', 'image_decoder_concurrency', (read) => {
    const count = read.int('FileSettings.MaxImageDecoderConcurrency')
    return count === -1 || count > 0
  }),
  oneOf('FileSettings.DriverName', ['local', 'amazons3'], 'file_driver'),
  oneOf('FileSettings.ExportDriverName', ['local', 'amazons3'], 'file_driver'),
  filled('FileSettings.Directory', 'directory'),
  rule('FileSettings.Directory', 'directory_whitespace', (read) => {
    const folder = read.string('FileSettings.Directory')
    return folder === folder.trim()
  }),
  emptyOr('FileSettings.PublicLinkSalt', (text) => text.length >= 32, 'file_salt'),
  atLeast('FileSettings.AmazonS3RequestTimeoutMilliseconds', 1, 'amazons3_timeout'),
  oneOf('FileSettings.AmazonS3StorageClass', storageClasses, 'storage_class'),
  oneOf('FileSettings.ExportAmazonS3StorageClass', storageClasses, 'storage_class'),
  filled('ImportSettings.Directory', 'import.directory'),
  atLeast('ImportSettings.RetentionDays', 0, 'import.retention_days_too_low'),
  filled('ExportSettings.Directory', 'export.directory'),
  atLeast('ExportSettings.RetentionDays', 0, 'export.retention_days_too_low'),
  oneOf('CacheSettings.CacheType', ['lru', 'redis'], 'cache_type'),
]

const outside: ConfigRule[] = [
  oneOf('EmailSettings.ConnectionSecurity', ['', 'PLAIN', 'TLS', 'STARTTLS'], 'email_security'),
  atLeast('EmailSettings.EmailBatchingBufferSize', 1, 'email_batching_buffer_size'),
  atLeast('EmailSettings.EmailBatchingInterval', 30, 'email_batching_interval'),
  oneOf(
    'EmailSettings.EmailNotificationContentsType',
    ['full', 'generic'],
    'email_notification_contents_type',
  ),
  rule(
    'EmailSettings.EnableEmailBatching',
    'site_url_email_batching',
    (read) =>
      !read.bool('EmailSettings.EnableEmailBatching') ||
      read.string('ServiceSettings.SiteURL') !== '',
  ),
  atLeast('RateLimitSettings.PerSec', 1, 'rate_sec'),
  atLeast('RateLimitSettings.MaxBurst', 1, 'max_burst'),
  atLeast('RateLimitSettings.MemoryStoreSize', 1, 'rate_mem'),
  atLeast('ExperimentalSettings.LinkMetadataTimeoutMilliseconds', 1, 'link_metadata_timeout'),
  rule(
    'ExperimentalSettings.ClientSideCertEnable',
    'client_side_cert_enable',
    (read) => !read.bool('ExperimentalSettings.ClientSideCertEnable'),
  ),
  rule('DisplaySettings.CustomURLSchemes', 'display.custom_url_schemes', (read) =>
    read
      .list('DisplaySettings.CustomURLSchemes')
      .every((scheme) => /^\s*[a-z][a-z0-9.+-]*\s*$/i.test(scheme)),
  ),
  oneOf('ImageProxySettings.ImageProxyType', ['local', 'atmos/camo'], 'image_proxy_type'),
  ...(['AndroidAppDownloadLink', 'IosAppDownloadLink', 'AppDownloadLink'] as const).map((key) =>
    emptyOr(`NativeAppSettings.${key}`, isUrl, 'native_app_settings.download_link'),
  ),
  emptyOr(
    'ServiceSettings.MinimumDesktopAppVersion',
    (text) => /^\d{1,4}(\.\d{1,4}){2}/.test(text),
    'minimum_desktop_app_version',
  ),
]

const identity: ConfigRule[] = [
  oneOf('LdapSettings.ConnectionSecurity', ['', 'TLS', 'STARTTLS'], 'ldap_security'),
  atLeast('LdapSettings.SyncIntervalMinutes', 1, 'ldap_sync_interval'),
  atLeast('LdapSettings.MaxPageSize', 0, 'ldap_max_page_size'),
  when(
    'LdapSettings.Enable',
    atLeast('LdapSettings.MaximumLoginAttempts', 1, 'ldap_max_login_attempts'),
  ),
  when(
    'SamlSettings.Enable',
    oneOf(
      'SamlSettings.SignatureAlgorithm',
      ['RSAwithSHA1', 'RSAwithSHA256', 'RSAwithSHA512'],
      'saml_signature_algorithm',
    ),
  ),
  when(
    'SamlSettings.Enable',
    oneOf(
      'SamlSettings.CanonicalAlgorithm',
      ['Canonical1.0', 'Canonical1.1'],
      'saml_canonical_algorithm',
    ),
  ),
  when(
    'SamlSettings.Enable',
    rule('SamlSettings.IdpURL', 'saml_idp_url', (read) =>
      isUrl(read.string('SamlSettings.IdpURL')),
    ),
  ),
  rule(
    'GuestAccountsSettings.EnableGuestMagicLink',
    'guest_accounts.cannot_enforce_multifactor_authentication_when_guest_magic_link_is_enabled',
    (read) =>
      !read.bool('GuestAccountsSettings.EnableGuestMagicLink') ||
      !read.bool('GuestAccountsSettings.EnforceMultifactorAuthentication'),
  ),
]

function retention(kind: 'Message' | 'File'): ConfigRule[] {
  const lower = kind === 'Message' ? 'message' : 'file'
  const days = `DataRetentionSettings.${kind}RetentionDays`
  const hours = `DataRetentionSettings.${kind}RetentionHours`
  return [
    atLeast(days, 0, `data_retention.${lower}_retention_days_too_low`),
    atLeast(hours, 0, `data_retention.${lower}_retention_hours_too_low`),
    rule(
      days,
      `data_retention.${lower}_retention_misconfiguration`,
      (read) => read.int(days) === 0 || read.int(hours) === 0,
    ),
    rule(
      days,
      `data_retention.${lower}_retention_both_zero`,
      (read) => read.int(days) > 0 || read.int(hours) > 0,
    ),
  ]
}

const governance: ConfigRule[] = [
  ...retention('Message'),
  ...retention('File'),
  matches(
    'DataRetentionSettings.DeletionJobStartTime',
    hoursAndMinutes,
    'data_retention.deletion_job_start_time',
  ),
  when(
    'MessageExportSettings.EnableExport',
    oneOf(
      'MessageExportSettings.ExportFormat',
      ['actiance', 'globalrelay', 'globalrelay-zip', 'csv'],
      'message_export.export_type',
    ),
  ),
  when(
    'MessageExportSettings.EnableExport',
    matches('MessageExportSettings.DailyRunTime', hoursAndMinutes, 'message_export.daily_runtime'),
  ),
  when(
    'MessageExportSettings.EnableExport',
    atLeast('MessageExportSettings.ExportFromTimestamp', 0, 'message_export.export_from'),
  ),
  when(
    'MessageExportSettings.EnableExport',
    atLeast('MessageExportSettings.BatchSize', 0, 'message_export.batch_size'),
  ),
  oneOf(
    'ElasticsearchSettings.Backend',
    ['elasticsearch', 'opensearch'],
    'elastic_search.invalid_backend',
  ),
  atLeast(
    'ElasticsearchSettings.AggregatePostsAfterDays',
    1,
    'elastic_search.aggregate_posts_after_days',
  ),
  matches(
    'ElasticsearchSettings.PostsAggregatorJobStartTime',
    hoursAndMinutes,
    'elastic_search.posts_aggregator_job_start_time',
  ),
  atLeast(
    'ElasticsearchSettings.LiveIndexingBatchSize',
    1,
    'elastic_search.live_indexing_batch_size',
  ),
  atLeast('ElasticsearchSettings.BatchSize', 1, 'elastic_search.bulk_indexing_batch_size'),
  atLeast(
    'ElasticsearchSettings.RequestTimeoutSeconds',
    1,
    'elastic_search.request_timeout_seconds',
  ),
  rule('AutoTranslationSettings.Workers', 'autotranslation.workers', (read) => {
    const workers = read.int('AutoTranslationSettings.Workers')
    return !read.bool('AutoTranslationSettings.Enable') || (workers >= 1 && workers <= 64)
  }),
  when(
    'AutoTranslationSettings.Enable',
    atLeast('AutoTranslationSettings.TimeoutMs', 1, 'autotranslation.timeout'),
  ),
]

/** Every rule, in the order in which breaches are told. */
export const configRules: readonly ConfigRule[] = [
  ...service,
  ...teams,
  ...storage,
  ...outside,
  ...identity,
  ...governance,
]
