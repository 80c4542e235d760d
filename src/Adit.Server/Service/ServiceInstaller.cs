using System.Globalization;
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

    /// <summary>Installs, or installs again; gives what was done, a line each. Throws <see cref="StartupException"/>, or an I/O exception.</summary>
    public IReadOnlyList<string> Install(string? configurationFile, string stateDirectory, string user)
    {
        var done = new List<string>();
        var state = Path.GetFullPath(stateDirectory);
        var config = configurationFile is null ? null : Path.GetFullPath(configurationFile);
        if (IsThisMachine)
        {
            ServerUser.TakeOver(state, ServerUser.FindOrCreate(user));
            done.Add($"The user '{user}' owns {state}.");
        }

        var former = ProgramFolder + ".former";
        RemoveFolder(former);
        if (Directory.Exists(ProgramFolder))
            Directory.Move(ProgramFolder, former);
        ProgramCopy.CopyTo(AppContext.BaseDirectory.TrimEnd('/'), ProgramFolder);
        RemoveFolder(former);
        done.Add($"The program is in {ProgramFolder}.");

        Directory.CreateDirectory(Path.GetDirectoryName(UnitFile)!);
        File.WriteAllText(UnitFile, new ServiceUnit(ProgramCopy.Command(ProgramFolder), config, state, user, SystemdVersion()).Write());
        done.Add($"The unit is {UnitFile}.");
        done.Add(Tell(
            [["daemon-reload"], ["enable", "--now", ServiceUnit.Name]],
            "The service runs, and starts with the machine.", "systemctl enable --now adit"));
        return done;
    }

    /// <summary>Takes away what <see cref="Install"/> made, but the user and the state; gives what was done.</summary>
    public IReadOnlyList<string> Remove()
    {
        if (!File.Exists(UnitFile))
            throw new StartupException($"There is no {UnitFile}.", "There is nothing to remove.");

        var told = Tell([["disable", "--now", ServiceUnit.Name]], "The service has ended.", "systemctl disable --now adit");
        File.Delete(UnitFile);
        RemoveFolder(ProgramFolder);
        if (IsSystemdRunning)
            Run(["daemon-reload"]);
        return [told, $"{UnitFile} and {ProgramFolder} are gone.", "The user and the state directory stay."];
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
        var (exitCode, output) = SystemProgram.Run("systemctl", command);
        if (exitCode != 0)
            throw new StartupException($"systemctl {string.Join(' ', command)}: {output}", "See 'journalctl -u adit' for what it said.");
    }

    private static void RemoveFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
