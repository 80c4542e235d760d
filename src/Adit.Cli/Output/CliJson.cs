using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adit.Cli.Certificates;
using Adit.Cli.Commands;
using Adit.Cli.Connections;
using Adit.Cli.Events;
using Adit.Diagnosis;
using Adit.Diagnosis.Scenarios;
using Adit.Server.Configuration;
using Adit.Server.Control;

namespace Adit.Cli.Output;

/// <summary>The JSON that <c>-o json</c> prints: the control API's own views, and a few of the command's.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true,
    Converters = [typeof(CamelCaseWords<AttemptOutcome>), typeof(CamelCaseWords<LogKind>), typeof(CamelCaseWords<FailureSide>), typeof(CamelCaseWords<ScenarioPlace>), typeof(CamelCaseWords<WindowsCodeSource>)])]
[JsonSerializable(typeof(ServerStatus))]
[JsonSerializable(typeof(IReadOnlyList<SessionView>))]
[JsonSerializable(typeof(IReadOnlyList<AccountView>))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(SheetView))]
[JsonSerializable(typeof(IReadOnlyList<DenialView>))]
[JsonSerializable(typeof(IReadOnlyList<AuditView>))]
[JsonSerializable(typeof(IReadOnlyList<LogView>))]
[JsonSerializable(typeof(IReadOnlyList<FilterRuleView>))]
[JsonSerializable(typeof(DisconnectedView))]
[JsonSerializable(typeof(ReloadView))]
[JsonSerializable(typeof(IReadOnlyList<PolicyView>))]
[JsonSerializable(typeof(PolicyTrialView))]
[JsonSerializable(typeof(PolicyExplanationView))]
[JsonSerializable(typeof(ConfigCheckView))]
[JsonSerializable(typeof(AccountChangeView))]
[JsonSerializable(typeof(ExplanationView))]
[JsonSerializable(typeof(WhyReport))]
[JsonSerializable(typeof(AttemptsReport))]
[JsonSerializable(typeof(AttemptView))]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(ClientEvent))]
[JsonSerializable(typeof(IReadOnlyList<ClientEvent>))]
[JsonSerializable(typeof(LockdownView))]
[JsonSerializable(typeof(LoadView))]
[JsonSerializable(typeof(CertificateCheckView))]
[JsonSerializable(typeof(RevocationView))]
[JsonSerializable(typeof(FlushedView))]
[JsonSerializable(typeof(RadiusView))]
[JsonSerializable(typeof(IReadOnlyList<RadiusClientView>))]
[JsonSerializable(typeof(RadiusClientView))]
[JsonSerializable(typeof(RadiusTestView))]
[JsonSerializable(typeof(CertificateListView))]
[JsonSerializable(typeof(CertificateDetailView))]
[JsonSerializable(typeof(IssuedFileView))]
[JsonSerializable(typeof(IReadOnlyList<IssuedView>))]
[JsonSerializable(typeof(AuthorityView))]
[JsonSerializable(typeof(ImportedView))]
[JsonSerializable(typeof(PendingRequestView))]
[JsonSerializable(typeof(IReadOnlyList<ConnectionView>))]
[JsonSerializable(typeof(ProfileReportView))]
[JsonSerializable(typeof(FindingReportView))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>Names in other scripts stay readable: the output is no web page.</summary>
    public static CliJson Readable => field ??= new CliJson(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

/// <summary>What a check of a configuration found.</summary>
internal sealed record ConfigCheckView(string File, IReadOnlyList<ConfigurationFault> Faults);

/// <summary>A change to an account, done.</summary>
/// <param name="Name">The account.</param>
/// <param name="Change">What was done.</param>
/// <param name="Password">The password, where it was generated.</param>
internal sealed record AccountChangeView(string Name, string Change, string? Password);

/// <summary>The answer to "why", with its failure explained.</summary>
/// <param name="Attempt">The attempt; null where none was found.</param>
/// <param name="Explanation">Its failure explained.</param>
/// <param name="Groups">The groups of scenarios that the record proves; one where the evidence is good.</param>
/// <param name="Causes">The scenarios that are left; one where the server's evidence permits.</param>
/// <param name="Nameless">Failures without a name, where no attempt was found.</param>
internal sealed record WhyReport(
    AttemptView? Attempt,
    ExplanationView? Explanation,
    IReadOnlyList<GroupView> Groups,
    IReadOnlyList<CauseView> Causes,
    IReadOnlyList<AttemptView> Nameless);

/// <summary>Attempts, and what never gave a name.</summary>
/// <param name="Attempts">The newest first.</param>
/// <param name="Nameless">Failures without a name, summed by address.</param>
internal sealed record AttemptsReport(IReadOnlyList<AttemptView> Attempts, IReadOnlyList<NamelessView> Nameless);
