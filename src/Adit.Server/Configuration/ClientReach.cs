namespace Adit.Server.Configuration;

/// <summary>What clients reach through their tunnels.</summary>
public enum ClientReach
{
    /// <summary>Whatever this machine reaches, and one another.</summary>
    Network,

    /// <summary>This machine alone: nothing is forwarded.</summary>
    Server,
}
