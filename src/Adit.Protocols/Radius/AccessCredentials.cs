using System.Text;
using Adit.Protocols.Eap;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Radius;

/// <summary>Who the user says they are, and how they prove it.</summary>
/// <param name="UserName">The name as the user gave it.</param>
public abstract record AccessCredentials(string UserName)
{
    /// <summary>The identifier of the MS-CHAPv2 packet that is judged, which its answer bears; 0 for other methods.</summary>
    public virtual byte ChapIdentifier => 0;

    /// <summary>The name's bytes as they came.</summary>
    public virtual byte[] EncodeUserName() => Encoding.UTF8.GetBytes(UserName);

    /// <summary>A response to a challenge of the gateway (RFC 2759), as MS-CHAP-Challenge and MS-CHAP2-Response (RFC 2548 §2.3.2).</summary>
    public sealed record MsChapV2(MsChapV2Exchange Exchange) : AccessCredentials(Exchange.UserName)
    {
        /// <summary>Says only which method it is.</summary>
        public override string ToString() => nameof(MsChapV2);

        /// <inheritdoc/>
        public override byte ChapIdentifier => Exchange.Identifier;

        /// <inheritdoc/>
        public override byte[] EncodeUserName() => Exchange.EncodeUserName();
    }

    /// <summary>A response to a challenge of another vendor's gateway (RFC 2433), as MS-CHAP-Challenge and MS-CHAP-Response (RFC 2548 §2.1.3).</summary>
    public sealed record MsChapV1(MsChapV1Exchange Exchange) : AccessCredentials(Exchange.UserName)
    {
        /// <summary>Says only which method it is.</summary>
        public override string ToString() => nameof(MsChapV1);

        /// <inheritdoc/>
        public override byte ChapIdentifier => Exchange.Identifier;

        /// <inheritdoc/>
        public override byte[] EncodeUserName() => Exchange.EncodeUserName();
    }

    /// <summary>
    /// A new password for an expired one (RFC 2759 §7), as MS-CHAP-Challenge, MS-CHAP2-CPW and MS-CHAP-NT-Enc-PW (RFC 2548 §2.1.7, §2.3.4).
    /// </summary>
    public sealed record MsChapV2Changed(MsChapV2Change Change) : AccessCredentials(Change.Exchange.UserName)
    {
        /// <summary>Says only which method it is.</summary>
        public override string ToString() => nameof(MsChapV2Changed);

        /// <inheritdoc/>
        public override byte ChapIdentifier => Change.Exchange.Identifier;

        /// <inheritdoc/>
        public override byte[] EncodeUserName() => Change.Exchange.EncodeUserName();
    }

    /// <summary>A response to a challenge of the gateway (RFC 1994), as CHAP-Password and CHAP-Challenge (RFC 2865 §5.3, §5.40).</summary>
    public sealed record ChapMd5(ChapMd5Exchange Exchange) : AccessCredentials(Exchange.UserName)
    {
        /// <summary>Says only which method it is.</summary>
        public override string ToString() => nameof(ChapMd5);

        /// <inheritdoc/>
        public override byte[] EncodeUserName() => Exchange.EncodeUserName();
    }

    /// <summary>A packet of an EAP conversation that the gateway only carries (RFC 3579 §2.1).</summary>
    /// <param name="UserName">What the peer gave as its identity, or the gateway knows of it; may be empty.</param>
    /// <param name="Packet">The peer's packet; empty where the conversation is to begin.</param>
    /// <param name="State">What the challenge before it had as State; empty at the beginning.</param>
    public sealed record Eap(string UserName, ReadOnlyMemory<byte> Packet, ReadOnlyMemory<byte> State) : AccessCredentials(UserName)
    {
        /// <summary>Says only which method it is.</summary>
        public override string ToString() => nameof(Eap);
    }

    /// <summary>
    /// Nothing but the resumption of a TLS session inside of which the user was let in before. It passes inside of the authority alone: no
    /// message carries it, so nobody can claim it.
    /// </summary>
    public sealed record Resumed(string UserName) : AccessCredentials(UserName);

    /// <summary>
    /// A certificate that bears the name and was accepted, by which EAP-TLS has proved who the peer is. Only the authority's own methods
    /// say so: no message carries it.
    /// </summary>
    /// <param name="UserName">The name.</param>
    /// <param name="Fingerprint">SHA-256 of the certificate, in capital hexadecimal digits.</param>
    public sealed record Certificate(string UserName, string Fingerprint) : AccessCredentials(UserName)
    {
        /// <summary>Says only which method it is.</summary>
        public override string ToString() => nameof(Certificate);
    }

    /// <summary>
    /// None: the user proved who they are when the session began, and is to be authorized anew (RFC 5176 §3.2). Only a gateway of ours says
    /// so, of a session that it has open: nothing from the network is ever taken for it.
    /// </summary>
    /// <param name="UserName">The account.</param>
    /// <param name="State">What the request to do so had as State, for whoever sent it.</param>
    /// <param name="Method">How they proved it then.</param>
    /// <param name="EapMethod">The EAP method; none where there was none.</param>
    public sealed record AuthorizeOnly(string UserName, ReadOnlyMemory<byte> State, PppMethod Method, EapType EapMethod) : AccessCredentials(UserName)
    {
        /// <summary>Service-Type of such a request (RFC 5176 §3.1).</summary>
        public const uint ServiceType = 17;

        /// <summary>Says only that it is one.</summary>
        public override string ToString() => nameof(AuthorizeOnly);
    }

    /// <summary>The password itself in UTF-8 (RFC 1334 §2), as PPP has it at most 255 bytes.</summary>
    public sealed record Pap(string UserName, ReadOnlyMemory<byte> Password) : AccessCredentials(UserName)
    {
        /// <summary>Whether the name was not UTF-8: this gets its bytes back.</summary>
        public bool NameIsLatin1 { get; init; }

        /// <summary>Says only which method it is.</summary>
        public override string ToString() => nameof(Pap);

        /// <inheritdoc/>
        public override byte[] EncodeUserName() => (NameIsLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(UserName);
    }
}
