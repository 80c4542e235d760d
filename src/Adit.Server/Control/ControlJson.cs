using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Adit.Server.Control;

/// <summary>The JSON of the control API: camelCase, words for enums, times in UTC.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(CamelCaseWords<AttemptOutcome>), typeof(CamelCaseWords<LogKind>)])]
[JsonSerializable(typeof(ServerStatus))]
[JsonSerializable(typeof(IReadOnlyList<SessionView>))]
[JsonSerializable(typeof(IReadOnlyList<AccountView>))]
[JsonSerializable(typeof(IReadOnlyList<AttemptView>))]
[JsonSerializable(typeof(IReadOnlyList<AuditView>))]
[JsonSerializable(typeof(IReadOnlyList<LogView>))]
[JsonSerializable(typeof(LogView))]
[JsonSerializable(typeof(IReadOnlyList<FilterRuleView>))]
[JsonSerializable(typeof(ServerEvent))]
[JsonSerializable(typeof(DisconnectedView))]
[JsonSerializable(typeof(AccountPassword))]
[JsonSerializable(typeof(AccountOrder))]
[JsonSerializable(typeof(IReadOnlyList<DenialView>))]
[JsonSerializable(typeof(DenialOrder))]
[JsonSerializable(typeof(DeniedView))]
[JsonSerializable(typeof(WhyView))]
[JsonSerializable(typeof(ProblemView))]
[JsonSerializable(typeof(ReloadView))]
[JsonSerializable(typeof(LookupOrder))]
[JsonSerializable(typeof(RevocationView))]
[JsonSerializable(typeof(FlushedView))]
[JsonSerializable(typeof(AuthorityView))]
[JsonSerializable(typeof(IReadOnlyList<IssuedView>))]
[JsonSerializable(typeof(IssueOrder))]
[JsonSerializable(typeof(RenewalOrder))]
[JsonSerializable(typeof(NewCertificateView))]
[JsonSerializable(typeof(IReadOnlyList<StoredView>))]
[JsonSerializable(typeof(ImportOrder))]
[JsonSerializable(typeof(ImportedView))]
[JsonSerializable(typeof(ExportedView))]
[JsonSerializable(typeof(RequestOrder))]
[JsonSerializable(typeof(IReadOnlyList<PendingRequestView>))]
[JsonSerializable(typeof(JsonObject))]
public sealed partial class ControlJson : JsonSerializerContext;
