using System.Globalization;
using Adit.Linux;
using Adit.Linux.Identity;
using Adit.Server.Hosting;
using Adit.Server.Privileges;

namespace Adit.Server.Service;

/// <summary>
/// Installs the server as a service of systemd: a copy of this program that a later build does not touch, its user, its state directory,
/// and its unit. Every step can be repeated.
/// </summary>
public sealed class ServiceInstaller
{
    // systemd itself gives a service 90 s for its start, and this one 30 s for its end (systemd-system.conf(5)).
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _root;

    /// <summary>An installer below a root directory other than <c>/</c>, for tests: no user is made there, and no systemd is told.</summary>
    internal ServiceInstaller(string root) => _root = root;

    /// <summary>An installer of this machine.</summary>
    public ServiceInstaller()
        : this("/")
    {
    }

    private string ProgramFolder => Path.Combine(_root, "usr/local/lib/adit");

    private string UnitFile => Path.Combine(_root, "etc/systemd/system", ServiceUnit.Name);

    private bool IsThisMachine => _root == "/";

    /// <summary>sd_booted(3): whether systemd is what runs this machine.</summary>
    private bool IsSystemdRunning => IsThisMachine && Directory.Exists("/run/systemd/system");

    /// <summary>
    /// Installs, or installs again, and starts what was installed. Throws <see cref="StartupException"/>, or an I/O exception.
    /// </summary>
    /// <param name="configurationFile">The configuration; null for the one in the state directory.</param>
    /// <param name="stateDirectory">The state directory.</param>
    /// <param name="user">The user that the server runs as.</param>
    /// <param name="say">Told what was done, a line each.</param>
    public void Install(string? configurationFile, string stateDirectory, string user, Action<string> say) => Explain(() =>
    {
        var state = Path.GetFullPath(stateDirectory);
        HandOver(state, user, say);
        CopyProgram(say);
        WriteUnit(configurationFile is null ? null : Path.GetFullPath(configurationFile), state, user, say);
        say(Tell(
            [["daemon-reload"], ["enable", ServiceUnit.Name], ["restart", ServiceUnit.Name]], // what runs already is the former program
            "The service runs, and starts with the machine.", "systemctl enable --now adit"));
    });

    /// <summary>Takes away what <see cref="Install"/> made, but the user and the state.</summary>
    /// <param name="say">Told what was done, a line each.</param>
    public void Remove(Action<string> say) => Explain(() =>
    {
        if (!File.Exists(UnitFile))
            throw new StartupException($"There is no {UnitFile}.", "There is nothing to remove.");

        say(Tell([["disable", "--now", ServiceUnit.Name]], "The service has ended.", "systemctl disable --now adit"));
        File.Delete(UnitFile);
        RemoveFolder(ProgramFolder);
        if (IsSystemdRunning)
            Run(["daemon-reload"]);
        say($"{UnitFile} and {ProgramFolder} are gone.");
        say("The user and the state directory stay.");
    });

    private static void Explain(Action action)
    {
        try
        {
            action();
        }
        catch (LinuxException e)
        {
            throw new StartupException(e.Message, e.Remedy.Length > 0 ? e.Remedy : "See 'systemctl status adit' and 'journalctl -u adit'.", e);
        }
    }

    private void HandOver(string state, string user, Action<string> say)
    {
        if (!IsThisMachine)
            return;

        ServerUser.TakeOver(state, ServerUser.FindOrCreate(user));
        say($"The user '{user}' owns {state}.");
    }

    private void CopyProgram(Action<string> say)
    {
        var former = ProgramFolder + ".former";
        RemoveFolder(former);
        if (Directory.Exists(ProgramFolder))
            Directory.Move(ProgramFolder, former);
        ProgramCopy.CopyTo(AppContext.BaseDirectory.TrimEnd('/'), ProgramFolder);
        RemoveFolder(former);
        say($"The program is in {ProgramFolder}.");
    }

    private void WriteUnit(string? configuration, string state, string user, Action<string> say)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(UnitFile)!);
        File.WriteAllText(UnitFile, new ServiceUnit(ProgramCopy.Command(ProgramFolder), configuration, state, user, SystemdVersion()).Write());
        say($"The unit is {UnitFile}.");
    }

    /// <summary>"systemd 252 (252.38-1~deb12u1)"; the newest is assumed where there is none.</summary>
    private static int SystemdVersion() =>
        SystemProgram.Find("systemctl") is not null
        && SystemProgram.Run("systemctl", "--version").Output.Split([' ', '\n']) is [_, var version, ..]
        && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    private string Tell(string[][] commands, string done, string byHand)
    {
        if (!IsSystemdRunning)
            return $"systemd does not run this machine, so it was not told; where it does: {byHand}";

        foreach (var command in commands)
            Run(command);
        return done;
    }

    private static void Run(string[] command)
    {
        var (exitCode, output) = SystemProgram.Run("systemctl", command, Patience);
        if (exitCode != 0)
            throw new StartupException($"systemctl {string.Join(' ', command)}: {output}", "See 'journalctl -u adit' for what it said.");
    }

    private static void RemoveFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
