using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Adit.Cli.Output;

namespace Adit.Cli.Demo;

/// <summary>
/// Twenty calls that fail, each for a reason of its own: what the caller is shown, and what the doctor says who knows nothing of what was
/// done; where only the server can know, its own record.
/// </summary>
internal sealed partial class FailureScript(DemoRunner runner, CancellationToken cancellation)
{
    /// <summary>Who calls where nothing is wrong with the account.</summary>
    public const string Caller = "anna";

    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(60);

    private readonly DemoNetworks _networks = runner.Keep(new DemoNetworks());
    private readonly DemoFolder _folder = runner.Keep(new DemoFolder());
    private readonly string _password = RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>Plays them up to the first that does not come out as it must; whether all did.</summary>
    public async Task<bool> PlayAsync()
    {
        if (!await runner.StepAsync("networks", MakeNetworksAsync) || !await runner.StepAsync("server", StartServerAsync))
            return false;

        foreach (var (number, failure) in Failures().Index())
        {
            if (!await runner.StepAsync(failure.Code, () => ShowAsync(failure, number + 1)))
                return false;
        }

        return true;
    }

    private async Task<string> MakeNetworksAsync()
    {
        await _networks.MakeAsync(cancellation);
        return "Networks of their own on this machine: client, internet, gateway";
    }

    private async Task<string> StartServerAsync()
    {
        await DemoServer.TakesCallsAsync(runner.Keep(await DemoServer.StartAsync(_networks, _folder, Policies)), cancellation);
        await AddAccountsAsync();
        return "adit up, with accounts and policies; every call below is 'adit connect' from the client";
    }

    private async Task<string> ShowAsync(DemoFailure failure, int number)
    {
        await (failure.Begin?.Invoke() ?? Task.CompletedTask);
        try
        {
            var shown = await CallAsync(failure);
            var said = failure.IsForServer ? await AskServerAsync(failure) : await AskDoctorAsync(failure);
            return string.Create(CultureInfo.InvariantCulture, $"{number}. {failure.What}\nThe caller is shown {shown}.\n{said}");
        }
        finally
        {
            await (failure.End?.Invoke() ?? Task.CompletedTask);
        }
    }

    private async Task<string> CallAsync(DemoFailure failure)
    {
        await using var client = StartCaller(failure, ["connect", failure.Host, "--port", failure.Port.ToString(CultureInfo.InvariantCulture),
            "--user", failure.User, "--no-default-route", "--no-reconnect", "--json"]);
        while (true)
        {
            using var parsed = JsonDocument.Parse(await client.ReadLineAsync(TimeToEnd, cancellation));
            var told = parsed.RootElement;
            switch (told.GetProperty("event").GetString())
            {
                case "connected":
                    throw new DemoException("The call was let in");
                case "ended":
                    return told.TryGetProperty("code", out var code) ? $"{Shown(code.GetInt32())} {told.GetProperty("symbol").GetString()}" : told.GetProperty("failure").GetString()!;
            }
        }
    }

    private async Task<string> AskDoctorAsync(DemoFailure failure)
    {
        await using var doctor = StartCaller(failure, ["doctor", string.Create(CultureInfo.InvariantCulture, $"{failure.Host}:{failure.Port}"),
            "--as", failure.User, "--timeout", "8", "--json"]);
        var lines = new List<string>();
        await foreach (var line in doctor.ReadAllAsync(TimeToEnd))
            lines.Add(line);
        using var parsed = JsonDocument.Parse(string.Concat(lines));
        var bad = parsed.RootElement.GetProperty("findings").EnumerateArray().First(finding => finding.GetProperty("state").GetString() == "bad");
        return Sentence("adit doctor", failure, bad.GetProperty("code").GetString(), bad.GetProperty("title").GetString(), bad.GetProperty("cause").GetString());
    }

    private async Task<string> AskServerAsync(DemoFailure failure)
    {
        var code = (await ServerRecord.FindAsync(_folder.Path, failure.User, cancellation))?.FailureCode;
        var words = code is null ? null : ExplanationView.OfFailure(code);
        return Sentence($"adit why {failure.User}", failure, code, words?.Title, words?.Cause);
    }

    private static string Sentence(string command, DemoFailure failure, string? code, string? title, string? cause) => code == failure.Code
        ? $"{command}: {code}, {title}. {cause}"
        : throw new DemoException($"{failure.What}\n{command} names {code} ({title}), and not {failure.Code}");

    private ChildProcess StartCaller(DemoFailure failure, IEnumerable<string> command)
    {
        string[] trust = failure.Trusts ? ["--ca", Authority] : [];
        var process = ChildProcess.StartAdit(_networks.Client, [.. command, "--password-stdin", .. trust, .. failure.Options]);
        process.Tell(failure.Password ?? _password);
        process.EndInput();
        return process;
    }

    private static string Shown(int code) => code < 0 ? $"0x{code:X8}" : code.ToString(CultureInfo.InvariantCulture);
}
