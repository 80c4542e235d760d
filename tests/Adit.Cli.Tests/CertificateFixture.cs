using System.Diagnostics;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests;

/// <summary>The command against a server with a CA and stores, with openssl as the witness and as the other CA.</summary>
public sealed class CertificateFixture : IAsyncDisposable
{
    private readonly CliFixture _cli;
    private readonly TemporaryDirectory _files = new();

    private CertificateFixture(CliFixture cli) => _cli = cli;

    public CertificateLab Lab { get; } = new();

    public static async Task<CertificateFixture> StartAsync()
    {
        var fixture = new CertificateFixture(await CliFixture.StartAsync());
        fixture._cli.Server.Certificates = fixture.Lab.Control;
        File.WriteAllText(fixture.At("password"), "correct horse\n");
        return fixture;
    }

    /// <summary>A file of this test's own.</summary>
    public string At(string name) => Path.Combine(_files.Path, name);

    /// <summary>Runs <c>adit</c>; names that begin with <c>@</c> are files of this test's.</summary>
    public Task<CliRun> RunAsync(params string[] args) => _cli.AskAsync([.. args.Select(FileOr)]);

    /// <summary>The same, which must succeed; gives what it printed.</summary>
    public async Task<string> DoAsync(params string[] args)
    {
        var run = await RunAsync(args);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }

    /// <summary>The same, which must fail with words of this; gives the error.</summary>
    public async Task FailsAsync(string words, params string[] args)
    {
        var run = await RunAsync(args);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    /// <summary>Runs openssl; gives what it printed.</summary>
    public (int ExitCode, string Output) OpenSsl(params string[] args)
    {
        var start = new ProcessStartInfo("/usr/bin/openssl", args.Select(FileOr)) 
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>The same, which must succeed.</summary>
    public string MustOpenSsl(params string[] args)
    {
        var (exitCode, output) = OpenSsl(args);
        Assert.True(exitCode == 0, output);
        return output;
    }

    /// <summary>Another CA, of openssl's: <c>@NAME.crt</c> and <c>@NAME.key</c>.</summary>
    public void MakeOtherCa(string name = "other") => MustOpenSsl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", $"/CN={name} CA",
        "-keyout", $"@{name}.key", "-out", $"@{name}.crt", "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign");

    public async ValueTask DisposeAsync()
    {
        await _cli.DisposeAsync();
        Lab.Dispose();
        _files.Dispose();
    }

    private string FileOr(string argument) => argument.StartsWith('@') ? At(argument[1..]) : argument;
}
