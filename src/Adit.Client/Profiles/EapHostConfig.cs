namespace Adit.Client.Profiles;

/// <summary>Reads Windows' configuration of EAP: the method, how it checks its server, and which certificate it shows.</summary>
internal static class EapHostConfig
{
    private const string Tls = "13";
    private const string Peap = "25";
    private const string MsChapV2 = "26";

    public static void Read(XmlPart host, ImportedProfile profile)
    {
        var type = host.Take("EapMethod") is { } method ? TypeOf(method) : null;
        foreach (var config in host.TakeAll("Config"))
            ReadEap(config.Take("Eap"), profile, isInner: false);
        if (profile.Find("auth") is null && !profile.Findings.Any(finding => finding.Failure is ProfileFailure.EapTypeUnsupported))
            profile.Report(type ?? host, type is null ? new ProfileFailure.Incomplete("EapMethod") : new ProfileFailure.EapTypeUnsupported(NameOf(type.Text)));
    }

    private static XmlPart? TypeOf(XmlPart method)
    {
        foreach (var known in (string[])["VendorId", "VendorType", "AuthorId"])
            method.Take(known);
        return method.Take("Type");
    }

    /// <summary>An Eap element: the type as a number, and what belongs to it under EapType.</summary>
    private static void ReadEap(XmlPart? eap, ImportedProfile profile, bool isInner)
    {
        if (eap?.Take("Type") is not { } type)
            return;

        var settings = eap.Take("EapType");
        switch (type.Text, isInner)
        {
            case (Tls, _):
                profile.Set("auth", isInner ? "peap-tls" : "eap-tls");
                ReadTls(settings, profile, isInner);
                break;
            case (MsChapV2, _):
                profile.Set("auth", isInner ? "peap" : "eap");
                if (settings?.Take("UseWinLogonCredentials") is { } logon && profile.Flag(logon) is true)
                    profile.Report(logon, new ProfileFailure.NotUnderstood(logon.Name), isFatal: false);
                break;
            case (Peap, false):
                ReadPeap(type, settings, profile);
                break;
            default:
                profile.Report(type, new ProfileFailure.EapTypeUnsupported(NameOf(type.Text)));
                break;
        }
    }

    private static void ReadPeap(XmlPart type, XmlPart? settings, ImportedProfile profile)
    {
        var extensions = settings?.Take("PeapExtensions");
        EapServerValidation.Read(type, settings?.Take("ServerValidation"), extensions, profile);
        settings?.Take("FastReconnect");
        ReadEap(settings?.Take("Eap"), profile, isInner: true);
        if (settings?.Take("InnerEapOptional") is { } optional && profile.Flag(optional) is true)
            profile.Report(optional, new ProfileFailure.NotUnderstood(optional.Name), isFatal: false);
        if (settings?.Take("EnableQuarantineChecks") is { } quarantine && profile.Flag(quarantine) is true)
            profile.Report(quarantine, new ProfileFailure.NotUnderstood(quarantine.Name), isFatal: false);

        var binding = settings?.Take("RequireCryptoBinding");
        var binds = profile.Flag(binding) is true;
        profile.Set("requireCryptoBinding", binds ? "true" : "false");
        if (!binds)
            profile.Report(binding ?? type, new ProfileFailure.BindingNotRequired());

        var privacy = extensions?.Take("IdentityPrivacy");
        var name = privacy?.Take("AnonymousUserName")?.Text;
        if (profile.Flag(privacy?.Take("EnableIdentityPrivacy")) is true)
            profile.Set("anonymousIdentity", name is { Length: > 0 } ? name : "anonymous");
    }

    private static void ReadTls(XmlPart? settings, ImportedProfile profile, bool isInner)
    {
        settings?.TakePath("CredentialsSource", "CertificateStore", "SimpleCertSelection");
        if (settings?.Take("DifferentUsername") is { } different && profile.Flag(different) is true)
            profile.Report(different, new ProfileFailure.NotUnderstood(different.Name), isFatal: false);

        var extensions = settings?.Take("TLSExtensions");
        ReadFilter(extensions?.Take("FilteringInfo"), profile);
        var validation = settings?.Take("ServerValidation");
        if (isInner && validation is null)
            return; // the tunnel has checked the server

        if (settings is not null)
            EapServerValidation.Read(settings, validation, settings, profile);
    }

    private static void ReadFilter(XmlPart? filter, ImportedProfile profile)
    {
        if (filter is null)
            return;

        var issuers = EnabledOf(filter.Take("CAHashList"), profile)?.TakeAll("IssuerHash") ?? [];
        EapServerValidation.SetHashes("certificateIssuers", issuers, profile);

        var oids = (filter.Take("EKUMapping")?.TakeAll("EKUMap") ?? [])
            .Select(map => (Name: map.Take("EKUName")?.Text ?? "", Oid: map.Take("EKUOID")?.Text ?? "")).ToList();
        var wanted = (EnabledOf(filter.Take("ClientAuthEKUList"), profile)?.TakeAll("EKUMapInList") ?? [])
            .Select(entry => (Part: entry, Oid: oids.Find(map => map.Name == entry.Take("EKUName")?.Text).Oid)).ToList();
        foreach (var unmapped in wanted.Where(entry => entry.Oid is null or ""))
            profile.Report(unmapped.Part, new ProfileFailure.ValueNotUnderstood("EKUMapInList", "a name that EKUMapping does not have"));
        if (wanted.Exists(entry => entry.Oid is { Length: > 0 }))
            profile.Set("certificatePurposes", string.Join(", ", wanted.Select(entry => entry.Oid).Where(oid => oid is { Length: > 0 })));

        var all = filter.Take("AllPurposeEnabled");
        var any = filter.Take("AnyPurposeEKUList");
        if (wanted.Count > 0 && (profile.Flag(all) is true || any?.Attribute("Enabled") is "true"))
            profile.Report(all ?? any!, new ProfileFailure.PurposeFilterVoid());
    }

    private static XmlPart? EnabledOf(XmlPart? list, ImportedProfile profile)
    {
        if (list is null || list.Attribute("Enabled")?.Equals("true", StringComparison.OrdinalIgnoreCase) is true)
            return list;

        profile.Report(list, new ProfileFailure.ValueNotUnderstood(list.Name, "not enabled"), isFatal: false);
        return null;
    }

    private static string NameOf(string type) => type switch
    {
        "4" => "4 (MD5)", "21" => "21 (TTLS)", "23" => "23 (AKA)", "43" => "43 (FAST)", "50" => "50 (AKA')", "55" => "55 (TEAP)", _ => type,
    };
}
