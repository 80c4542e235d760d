namespace Adit.Protocols.Sstp;

/// <summary>What is wrong with a message, in the words of the Status Info that answers it ([MS-SSTP] §2.2.8).</summary>
/// <param name="Attribute">The attribute at fault, as sent, which need not be a known one; NoError where it is none of them.</param>
/// <param name="Status">What is wrong with it.</param>
public readonly record struct SstpFault(SstpAttributeId Attribute, SstpStatus Status);
