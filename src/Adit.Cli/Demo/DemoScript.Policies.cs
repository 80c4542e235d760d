using System.Globalization;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Demo;

/// <summary>The steps with users whom the policies treat differently from the first one, and with one whom they refuse.</summary>
internal sealed partial class DemoScript
{
    private const string StaffGroup = "staff";
    private const string Guest = "bob";
    private const string GuestGroup = "guests";
    private const string Contractor = "carl";
    private const string ContractorGroup = "contractors";
    private const string WrongHours = "NPS-068";

    /// <summary>Contractors may come on a day that today is not, nor tomorrow.</summary>
    private static string Policies => $$"""
        pools:
          - { name: guests, ranges: {{DemoAddresses.GuestPool}} }
        policies:
          network:
            - name: Staff
              conditions: { windowsGroups: {{StaffGroup}} }
            - name: Guests
              conditions: { windowsGroups: {{GuestGroup}} }
              settings:
                framedPool: guests
                filters:
                  - default: drop
                    rules: [ { protocol: tcp, destination: {{DemoAddresses.Site}}, destinationPort: {{DemoAddresses.NoticesPort}} } ]
            - name: Contractors
              conditions: { windowsGroups: {{ContractorGroup}} }
              constraints: { dayAndTime: {{DateTime.Now.AddDays(3).ToString("ddd", CultureInfo.InvariantCulture).ToLowerInvariant()}} 09:00-17:00 }

        """;

    /// <summary>With a certificate that holds again.</summary>
    private async Task<string> ConnectGuestAsync()
    {
        await Authority.ReplaceAsync(TimeSpan.FromHours(1));
        await ReloadAsync();
        _heard.Clear();
        _client = StartClient(Guest, Authority.RootFile);
        var connected = await HearClientAsync("connected");
        using var control = new ControlClient(_folder.Path);
        var policy = (await control.WhyAsync(Guest, null, cancellation)).Attempt?.Facts.FirstOrDefault(fact => fact.Name == "policy.network")?.Value;
        return (await control.GetStatusAsync(cancellation)).Pools is [{ Used: 1 } pool]
            ? $"adit connect --user {Guest}, whom the policy '{policy}' gives the pool '{pool.Name}': has {Text(connected, "address")} of {pool.Prefix}"
            : throw new DemoException($"{Guest} has {Text(connected, "address")}, which is not of the pool for guests");
    }

    private async Task<string> FindFilterAsync()
    {
        await HearClientAsync("routes");
        var notices = await SendVisitorAsync(Visitor.ReadNotices);
        var page = await AskVisitorAsync(Visitor.Knock);
        return !page.Succeeded
            ? $"The policy's filter lets {Guest} read what guests may: {notices}\nWhat {User} saw, {Guest} does not reach: {DemoAddresses.SiteUri}: {page.Text}"
            : throw new DemoException($"The filter of the policy let {Guest} through: {page.Text}");
    }

    private async Task<string> RefuseContractorAsync()
    {
        var refused = await TryToConnectAsync(Contractor);
        return Text(refused, "event") == "ended"
            ? string.Create(CultureInfo.InvariantCulture,
                $"{Contractor} is refused: {Text(refused, "failure")}, {Text(refused, "title")} (Windows: {refused.GetProperty("code").GetInt32()} {Text(refused, "symbol")})")
            : throw new DemoException($"{Contractor} was let in: {refused}");
    }

    private async Task<string> ExplainRefusalAsync()
    {
        var attempt = await ServerRecord.FindAsync(_folder.Path, Contractor, cancellation);
        if (attempt?.FailureCode != WrongHours)
            throw new DemoException($"The server's record has another reason: {attempt?.FailureCode} {attempt?.FailureText}");

        var policy = attempt.Facts.FirstOrDefault(fact => fact.Name == "policy.network")?.Value;
        var condition = attempt.Facts.LastOrDefault(fact => fact.Name.StartsWith("policy.trace.", StringComparison.Ordinal))?.Value.Split("; ")[^1];
        return $"adit why {Contractor}: {attempt.FailureCode}, {ExplanationView.OfFailure(WrongHours)?.Title}. The policy '{policy}' decided: {condition}";
    }
}
