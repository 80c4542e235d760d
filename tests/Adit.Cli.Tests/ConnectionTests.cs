using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Adit.Cli.Connections;
using Adit.Client;
using Adit.Protocols.Ppp;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests;

/// <summary>Connections that are always on: their files, and the unit that runs them.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_file_says_what_the_command_line_can_say()
    {
        var options = ConnectionFile.Read(Write("office", $"""
            host: vpn.example.org
            port: 8443
            user: anna
            passwordFile: {Password()}
            ca: /etc/adit/ca.pem
            sni: other.example.org
            proxy: http://192.0.2.1:3128
            proxyUser: proxyanna
            proxyPasswordFile: {Password()}
            defaultRoute: true
            lockdown: lan
            interface: office0
            reconnect: false
            congestionControl: bbr
            udpOffload: false
            serverNames: vpn.example.org; *.example.net
            pins: 0000000000000000000000000000000000000000000000000000000000000000
            """)).ToOptions(_ => null);

        Assert.Equal(("vpn.example.org", 8443, "anna", "pass word"), (options.Host, options.Port, options.User, options.Password));
        Assert.Equal(("/etc/adit/ca.pem", "other.example.org", "office0"), (options.CaFile, options.Sni, options.Interface));
        Assert.Equal(("http://192.0.2.1:3128", "proxyanna"), (options.Proxy?.ToString(), options.Proxy?.Credential?.UserName));
        Assert.Equal((true, LockdownMode.LanAllowed, false), (options.TakesDefaultRoute, options.Lockdown, options.Reconnects));
        Assert.Equal(("bbr", false), (options.CongestionControl, options.UdpOffload));
    }

    [Fact]
    public void What_a_file_leaves_out_is_as_on_the_command_line()
    {
        var options = ConnectionFile.Read(Write("office", Smallest())).ToOptions(_ => null);

        Assert.Empty(options.Routes);
        Assert.Equal([PppMethod.MsChapV2], options.Authentication.Methods);
        Assert.Equal((443, true, LockdownMode.Off, "adit%d", true),
            (options.Port, options.TakesDefaultRoute, options.Lockdown, options.Interface, options.Reconnects));
        Assert.Equal((null, true), (options.CongestionControl, options.UdpOffload));
    }

    [Theory]
    [InlineData("routes: 10.0.0.0/8, 172.16.0.0/12\nauth: mschapv2,chap")]
    [InlineData("routes: [ 10.0.0.0/8, 172.16.0.0/12 ]\nauth: [ mschapv2, chap ]")]
    public void A_file_may_name_networks_for_the_tunnel_and_methods_of_authentication(string lines)
    {
        var options = ConnectionFile.Read(Write("office", $"{Smallest()}\n{lines}")).ToOptions(_ => null);

        Assert.Equal("10.0.0.0/8 172.16.0.0/12", string.Join(' ', options.Routes));
        Assert.Equal([PppMethod.MsChapV2, PppMethod.ChapMd5], options.Authentication.Methods);
    }

    [Theory]
    [InlineData("routes: 10.0.0.1/8", "line 4: 'routes' takes one or several IPv4 prefixes")]
    [InlineData("auth: [ eap-fast ]", "line 4: 'auth' takes one or several of mschapv2")]
    [InlineData("auth: ','", "line 4: 'auth' takes one or several of mschapv2")]
    [InlineData("port: 0", "line 4: 'port' takes 1 to 65535.")]
    [InlineData("lockdown: true", "line 4: 'lockdown' takes off, on or lan.")]
    [InlineData("password: secret", "line 4, column 1: unknown key 'password'")]
    [InlineData("serverName: secret", "line 4, column 1: unknown key 'serverName', did you mean 'serverNames'?")]
    [InlineData("interface: 'a b'", "line 4: 'interface' takes an interface's name.")]
    [InlineData("congestionControl: B B R", "line 4: 'congestionControl' takes the name of an algorithm of this kernel.")]
    [InlineData("udpOffload: off", "line 4: 'udpOffload' takes true or false.")]
    [InlineData("reconnect: [true]", "line 4: 'reconnect' takes true or false.")]
    [InlineData("lockdown: on\ndefaultRoute: false", "nothing could be reached under a lockdown.")]
    public void A_fault_is_told_with_its_line_and_never_its_value(string line, string fault)
    {
        var refused = Assert.Throws<CliException>(() => ConnectionFile.Read(Write("office", $"{Smallest()}\n{line}")));

        Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user: anna", "'host' is missing.")]
    [InlineData("just words", "expected 'key: value' lines.")]
    [InlineData("", "expected 'key: value' lines.")]
    [InlineData("host: [", "line ")]
    public void A_file_that_says_too_little_is_refused(string text, string fault) =>
        Assert.Contains(fault, Assert.Throws<CliException>(() => ConnectionFile.Read(Write("office", text))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task What_is_installed_is_listed_and_can_be_removed()
    {
        Write("office", Smallest());
        Write("home", "host: nothing else");

        Assert.Equal(0, (await RunAsync("install", "office")).ExitCode);
        Assert.Equal([("home", false), ("office", true)], await ListAsync());
        Assert.Equal(0, (await RunAsync("remove", "office")).ExitCode);
        Assert.Equal([("home", false), ("office", false)], await ListAsync());
        Assert.Empty(Directory.GetFiles(Path.Combine(_root.Path, "etc/systemd/system")));
    }

    [Fact]
    public async Task A_connection_whose_file_is_wrong_or_missing_is_not_installed()
    {
        Write("home", "host: nothing else");

        Assert.Equal(2, (await RunAsync("install", "home")).ExitCode);
        Assert.Equal(5, (await RunAsync("install", "nowhere")).ExitCode);
        Assert.Equal(5, (await RunAsync("remove", "home")).ExitCode);
        Assert.Equal(2, (await RunAsync("install", "../home")).ExitCode);
    }

    [Fact]
    public async Task The_unit_is_one_that_systemd_takes()
    {
        Write("office", Smallest());
        await RunAsync("install", "office");
        var unit = Path.Combine(_root.Path, "etc/systemd/system/adit-connect@.service");
        var text = await File.ReadAllTextAsync(unit);

        Assert.Contains("connect --profile /etc/adit/connections/%i.yaml --json", text, StringComparison.Ordinal);
        Assert.Equal("", await VerifyAsync(unit));
    }

    [Fact]
    public void The_unit_does_not_repeat_what_was_refused_for_good() => Assert.Contains(
        $"RestartPreventExitStatus={ExitCode.Usage} {ExitCode.Hopeless}\n", ConnectionUnit.Text("/usr/bin/adit", null), StringComparison.Ordinal);

    [Fact]
    public async Task Beside_a_file_the_command_line_has_nothing_to_say() =>
        Assert.Equal(2, (await CliFixture.RunAsync(["connect", "vpn.example.org", "--profile", "x.yaml"])).ExitCode);

    /// <summary>What systemd has to say of a unit; nothing where there is no systemd to ask.</summary>
    private static async Task<string> VerifyAsync(string unit)
    {
        try
        {
            using var verify = Process.Start(new ProcessStartInfo("systemd-analyze", ["verify", "--man=no", unit.Replace("@", "@office", StringComparison.Ordinal)])
            {
                RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
            })!;
            var words = await verify.StandardError.ReadToEndAsync();
            return string.Join('\n', words.Split('\n').Where(line => line.Contains("adit-connect", StringComparison.Ordinal)));
        }
        catch (Win32Exception)
        {
            return "";
        }
    }

    private Task<CliRun> RunAsync(params string[] arguments) => CliFixture.RunAsync(["connection", .. arguments, "--root", _root.Path]);

    private async Task<(string Name, bool IsInstalled)[]> ListAsync()
    {
        using var json = JsonDocument.Parse((await RunAsync("list", "-o", "json")).Output);
        return [.. json.RootElement.EnumerateArray().Select(one => (one.GetProperty("name").GetString()!, one.GetProperty("isInstalled").GetBoolean()))];
    }

    private string Smallest() => $"host: vpn.example.org\nuser: anna\npasswordFile: {Password()}";

    private string Password()
    {
        var file = Path.Combine(_root.Path, "password");
        File.WriteAllText(file, "pass word\n");
        return file;
    }

    private string Write(string name, string text)
    {
        var file = new ConnectionPlaces(_root.Path).ProfileOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}
