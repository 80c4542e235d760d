using System.ComponentModel;
using System.Diagnostics;

namespace Adit.Cli.Connections;

/// <summary>Puts connections into systemd's hands and takes them out again.</summary>
internal sealed class ConnectionService(ConnectionPlaces places)
{
    private const int MaxNameLength = 64;

    /// <summary>Whether systemd takes it as an instance's name without escaping, and a file can have it.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>Installs a connection that has a file; what was done, in words.</summary>
    public string Install(string name)
    {
        if (!File.Exists(places.ProfileOf(name)))
            throw new CliException(ExitCode.NotFound, $"There is no {places.ProfileOf(name)}.", "Write it first: host, user, passwordFile.");

        ConnectionFile.Read(places.ProfileOf(name));
        Directory.CreateDirectory(Path.GetDirectoryName(places.UnitFile)!);
        File.WriteAllText(places.UnitFile, ConnectionUnit.Text(Environment.ProcessPath!, Environment.GetEnvironmentVariable("DOTNET_ROOT")));
        if (!places.HasSystemd)
        {
            Link(name);
            return $"Installed {ConnectionPlaces.InstanceOf(name)}; it starts with the machine.";
        }

        Systemctl("daemon-reload");
        Systemctl("enable", "--now", ConnectionPlaces.InstanceOf(name));
        return $"Started {ConnectionPlaces.InstanceOf(name)}; it starts with the machine. 'journalctl -u {ConnectionPlaces.InstanceOf(name)}' shows its events.";
    }

    /// <summary>Removes a connection from systemd's hands, and the template with the last one; what was done, in words.</summary>
    public string Remove(string name)
    {
        if (!places.IsInstalled(name))
            throw new CliException(ExitCode.NotFound, $"The connection {name} is not installed.", "See 'adit connection list'.");

        if (places.HasSystemd)
            Systemctl("disable", "--now", ConnectionPlaces.InstanceOf(name));
        File.Delete(places.LinkOf(name));
        if (!places.ListNames().Any(places.IsInstalled))
            File.Delete(places.UnitFile);
        if (places.HasSystemd)
            Systemctl("daemon-reload");
        return $"Removed {ConnectionPlaces.InstanceOf(name)}; {places.ProfileOf(name)} stays.";
    }

    /// <summary>Every connection that has a file.</summary>
    public IReadOnlyList<ConnectionView> List() => [.. places.ListNames().Select(ViewOf)];

    private ConnectionView ViewOf(string name)
    {
        var state = places.HasSystemd ? Ask("is-active", ConnectionPlaces.InstanceOf(name)) : null;
        try
        {
            var file = ConnectionFile.Read(places.ProfileOf(name));
            return new ConnectionView(name, file.Host, file.User, places.IsInstalled(name), state, Fault: null);
        }
        catch (CliException e)
        {
            return new ConnectionView(name, Host: null, User: null, places.IsInstalled(name), state, e.Message);
        }
    }

    /// <summary>What <c>systemctl enable</c> would do.</summary>
    private void Link(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(places.LinkOf(name))!);
        if (!places.IsInstalled(name))
            File.CreateSymbolicLink(places.LinkOf(name), $"../{ConnectionUnit.Name}");
    }

    private static void Systemctl(params string[] arguments)
    {
        using var process = Start(arguments);
        var words = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new CliException(ExitCode.Failed, $"systemctl {string.Join(' ', arguments)}: {words.Trim()}", "See 'systemctl status'.");
    }

    private static string Ask(params string[] arguments)
    {
        using var process = Start(arguments);
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return answer.Trim();
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("systemctl", arguments)
            {
                RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            })!;
        }
        catch (Win32Exception e)
        {
            throw new CliException(ExitCode.Failed, $"systemctl cannot be run: {e.Message}.", "Install the package 'systemd'.");
        }
    }
}

/// <summary>A connection that has a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Host">The server; null where the file cannot be read.</param>
/// <param name="User">Who signs in; null where the file cannot be read.</param>
/// <param name="IsInstalled">Whether it starts with the machine.</param>
/// <param name="State">What systemd says of it; null where systemd does not run.</param>
/// <param name="Fault">What is wrong with the file; null where nothing is.</param>
internal sealed record ConnectionView(string Name, string? Host, string? User, bool IsInstalled, string? State, string? Fault);
