using System.Globalization;
using System.Text.Json;
using Adit.Server.Control;

namespace Adit.Cli.Demo;

/// <summary>The steps with the server's certificate, which changes under the session that is open.</summary>
internal sealed partial class DemoScript
{
    private const int Tries = 5;
    private const int Expired = unchecked((int)0x800B0101);
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(8);

    private DemoAuthority? _authority;

    private DemoAuthority Authority => _authority ??= runner.Keep(new DemoAuthority(_folder.Path));

    /// <summary>On a fast machine the transfer may be over before the server has read the new certificate: then once more.</summary>
    private async Task<string> RotateAsync()
    {
        await Authority.ReplaceAsync(TimeSpan.FromHours(1));
        await File.AppendAllTextAsync(Path.Combine(_folder.Path, "adit.yaml"), $"certificates: [ {{ file: '{Authority.ServerFile}' }} ]\n", cancellation);
        await ReloadAsync();
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await RotateOnceAsync() is { } seen)
                return seen;
        }

        throw new DemoException("The transfer was over each time before the server had read its new certificate");
    }

    private async Task<string?> RotateOnceAsync()
    {
        var (sha256, _) = await Authority.ReplaceAsync(TimeSpan.FromHours(1));
        var before = await BytesOutAsync();
        _visitor.Tell(Visitor.FetchFile);
        while (await BytesOutAsync() == before)
            cancellation.ThrowIfCancellationRequested();
        await ReloadAsync();
        var isRunning = await BytesOutAsync() - before < IntranetSite.FileLength;
        var answer = VisitorAnswer.Parse(await _visitor.ReadLineAsync(TimeForErrand, cancellation));
        if (!answer.Succeeded)
            throw new DemoException(answer.Text);

        var shown = await CheckAsync();
        if (shown != sha256)
            throw new DemoException($"New callers are shown {shown}, not the new certificate {sha256}");
        return isRunning ? $"The server's certificate was replaced during a transfer: {answer.Text}. New callers are shown the new one, {sha256[..16]}…" : null;
    }

    private async Task<string> LetExpireAsync()
    {
        var (_, end) = await Authority.ReplaceAsync(ShortLife);
        await ReloadAsync();
        if (end - DateTimeOffset.UtcNow is { Ticks: > 0 } left)
            await Task.Delay(left, cancellation);

        var refused = await TryToConnectAsync(User);
        var page = await SendVisitorAsync(Visitor.OpenPage);
        return refused.GetProperty("code").GetInt32() == Expired
            ? string.Create(CultureInfo.InvariantCulture,
                $"A certificate that ended meanwhile: the next client is refused with {Text(refused, "failure")}, {Text(refused, "title")} (Windows: 0x{Expired:X8} {Text(refused, "symbol")}). The open session goes on: {page}")
            : throw new DemoException($"The client ended otherwise: {refused}");
    }

    /// <summary>How a second client ends.</summary>
    private async Task<JsonElement> TryToConnectAsync(string user)
    {
        await using var client = ChildProcess.StartAdit(_networks.Client, "connect", DemoAddresses.Gateway, "--user", user,
            "--password-stdin", "--ca", Authority.RootFile, "--no-default-route", "--no-reconnect", "--json");
        client.Tell(_password);
        client.EndInput();
        while (true)
        {
            using var parsed = JsonDocument.Parse(await client.ReadLineAsync(TimeToConnect, cancellation));
            if (Text(parsed.RootElement, "event") is "ended" or "connected")
                return parsed.RootElement.Clone();
        }
    }

    /// <summary>The fingerprint of what callers are shown, once it has passed every check.</summary>
    private async Task<string> CheckAsync()
    {
        await using var check = ChildProcess.StartAdit(
            _networks.Client, "cert", "check", DemoAddresses.Gateway, "--ca", Authority.RootFile, "-o", "json", "--state", "/nonexistent");
        var lines = new List<string>();
        await foreach (var line in check.ReadAllAsync(TimeToConnect))
            lines.Add(line);
        var text = string.Concat(lines);
        if (await check.WaitAsync(TimeToConnect, cancellation) != ExitCode.Done)
            throw new DemoException($"The certificate does not hold: {text} {check.Said}");

        using var parsed = JsonDocument.Parse(text);
        return Text(parsed.RootElement, "sha256").Replace(":", "", StringComparison.Ordinal);
    }

    private async Task<long> BytesOutAsync()
    {
        using var control = new ControlClient(_folder.Path);
        return (await control.ListSessionsAsync(cancellation)).Sum(session => session.BytesOut);
    }

    private async Task ReloadAsync()
    {
        using var control = new ControlClient(_folder.Path);
        await control.ReloadAsync(cancellation);
    }
}
