using Adit.Diagnosis.Findings;

namespace Adit.Server.Doctor;

/// <summary>Looks how much room the disk of the state directory has.</summary>
internal sealed class DiskCheck : IServerCheck
{
    private const long Megabyte = 1024 * 1024;
    private const long Little = 500;
    private const long None = 50;

    public string Component => "disk";

    public Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Finding>>(
        Directory.Exists(sight.StateDirectory) ? [Judge(sight.StateDirectory, new DriveInfo(sight.StateDirectory).AvailableFreeSpace / Megabyte)] : []);

    internal static Finding Judge(string path, long megabytes) => megabytes < Little
        ? Finding.AtServer("disk", new ServerFault.DiskFull(path, megabytes), state: megabytes < None ? FindingState.Bad : FindingState.Warning)
        : Finding.Good("disk", "There is room on the disk.", FormattableString.Invariant($"{megabytes} MiB free at {path}"));
}
