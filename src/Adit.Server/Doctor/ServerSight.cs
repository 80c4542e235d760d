using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Hosting;

namespace Adit.Server.Doctor;

/// <summary>What the checks of a server look at.</summary>
/// <param name="Options">Where its state and configuration are.</param>
/// <param name="Snapshot">The configuration on disk; the defaults where it cannot be read.</param>
/// <param name="Client">The running server; null where none answers.</param>
/// <param name="Status">What it says of itself; null where none answers.</param>
/// <param name="Now">The time by the wall clock.</param>
internal sealed record ServerSight(
    UpOptions Options, ConfigurationSnapshot Snapshot, ControlClient? Client, ServerStatus? Status, DateTimeOffset Now)
{
    public ServerConfiguration Configuration => Snapshot.Configuration;

    public string StateDirectory => Options.StateDirectory;
}
