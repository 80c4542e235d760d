using Adit.Linux;
using Adit.Protocols.Ip;

namespace Adit.Server.Ipv6;

/// <summary>Makes packets for sessions' prefixes come to this machine and go into the tunnel. Any thread may call.</summary>
internal interface IPrefixPresence
{
    /// <summary>Brings a prefix here. Throws <see cref="LinuxException"/> where the kernel refuses.</summary>
    void Appear(Ipv6Prefix prefix);

    /// <summary>Undoes that.</summary>
    void Disappear(Ipv6Prefix prefix);

    /// <summary>Whether to answer for an address of a session: not where another host has it, who is asked first.</summary>
    Task<bool> MayAnswerAsync(Ipv6Address address, CancellationToken cancellationToken);

    /// <summary>Answers for an address from now on. Throws <see cref="LinuxException"/> where the kernel refuses.</summary>
    void Answer(Ipv6Address address);

    /// <summary>Answers no more for an address; does nothing for one that is not answered for.</summary>
    void Forget(Ipv6Address address);

    /// <summary>Tells the log why an address is not answered for.</summary>
    void LogRefusal(Ipv6Address address, LinuxException refusal);
}
