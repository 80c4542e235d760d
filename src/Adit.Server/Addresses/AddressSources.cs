namespace Adit.Server.Addresses;

/// <summary>What addresses come from that nobody demands by name.</summary>
/// <param name="Main">The pool without a name, or the one that leases.</param>
/// <param name="Named">The pools that have names.</param>
internal sealed record AddressSources(IAddressSource Main, NamedPools Named);
