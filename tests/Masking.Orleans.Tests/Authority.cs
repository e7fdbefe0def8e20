using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Masking.Orleans.Tests;

/// <summary>An authority that signs certificates, with its files in a temporary folder.</summary>
internal sealed class Authority : IDisposable
{
    /// <summary>The purpose of a certificate with which a server is authenticated.</summary>
    public const string ServerPurpose = "1.3.6.1.5.5.7.3.1";

    /// <summary>The purpose of a certificate with which a client is authenticated.</summary>
    public const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("masking-certificates-");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private int _issued;

    public Authority()
    {
        CertificateRequest request = new("CN=Authority of tests", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(10));
        Certificate = Write("authority.pem", _certificate.ExportCertificatePem());
    }

    /// <summary>The path of the certificate of the authority.</summary>
    public string Certificate { get; }

    /// <summary>Signs a certificate, and writes it with its key.</summary>
    /// <param name="expired">Whether it has expired.</param>
    /// <param name="purposes">The purposes that it states; none: it states none.</param>
    public (string Certificate, string Key) Issue(bool expired = false, params string[] purposes)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Process of a test", key, HashAlgorithmName.SHA256);
        if (purposes.Length > 0)
        {
            OidCollection all = [];
            Array.ForEach(purposes, purpose => all.Add(new Oid(purpose)));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(all, critical: false));
        }

        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = request.Create(
            _certificate, now.AddDays(-5), now.AddDays(expired ? -1 : 5), BitConverter.GetBytes(++_issued));
        return (
            Write($"process{_issued}.pem", certificate.ExportCertificatePem()),
            Write($"process{_issued}.key", key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>Signs a certificate, and loads it.</summary>
    public ClusterCertificates IssueAndLoad()
    {
        (string certificate, string key) = Issue();
        return ClusterCertificates.FromPem(certificate, key, Certificate);
    }

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }
}
