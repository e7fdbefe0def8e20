namespace Masking.Orleans.Tests;

/// <summary>Reading certificates from files.</summary>
public sealed class ClusterCertificatesTests : IDisposable
{
    private readonly Authority _authority = new();

    [Theory]
    [InlineData]
    [InlineData(Authority.ServerPurpose, Authority.ClientPurpose)]
    public void ACertificateForServersAndClients_IsAccepted(params string[] purposes)
    {
        (string certificate, string key) = _authority.Issue(purposes: purposes);

        using ClusterCertificates certificates = ClusterCertificates.FromPem(certificate, key, _authority.Certificate);

        Assert.True(certificates.Own.HasPrivateKey);
        Assert.True(certificates.Accepts(certificates.Own));
        Assert.False(certificates.Accepts(null));
    }

    [Theory]
    [InlineData(Authority.ServerPurpose)]
    [InlineData(Authority.ClientPurpose)]
    public void ACertificateForOneOfThem_IsRejected(string purpose)
    {
        (string certificate, string key) = _authority.Issue(purposes: purpose);

        AssertRejected(certificate, certificate, key, _authority.Certificate);
    }

    [Fact]
    public void AnExpiredCertificate_IsRejected()
    {
        (string certificate, string key) = _authority.Issue(expired: true);

        AssertRejected(certificate, certificate, key, _authority.Certificate);
    }

    [Fact]
    public void ACertificateOfAnotherAuthority_IsRejected()
    {
        using Authority other = new();
        (string certificate, string key) = other.Issue();
        using ClusterCertificates own = _authority.IssueAndLoad();
        using ClusterCertificates others = other.IssueAndLoad();

        AssertRejected(certificate, certificate, key, _authority.Certificate);
        Assert.False(own.Accepts(others.Own));
    }

    [Fact]
    public void AKeyOfAnotherCertificate_IsRejected()
    {
        (string certificate, string _) = _authority.Issue();
        (string _, string key) = _authority.Issue();

        AssertRejected(key, certificate, key, _authority.Certificate);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void AFileThatIsMissing_OrAFolder_OrNoPem_IsNamed(int wrong)
    {
        (string certificate, string key) = _authority.Issue();
        string text = _authority.Write("text.txt", "no certificate");
        foreach (string path in new[] { text + ".missing", Path.GetDirectoryName(text)!, text })
        {
            string[] paths = [certificate, key, _authority.Certificate];
            paths[wrong] = path;

            AssertRejected(path, paths[0], paths[1], paths[2]);
        }
    }

    public void Dispose() => _authority.Dispose();

    private static void AssertRejected(string named, string certificate, string key, string authority)
    {
        IOException exception = Assert.ThrowsAny<IOException>(() => ClusterCertificates.FromPem(certificate, key, authority));
        TestContext.Current.TestOutputHelper?.WriteLine(exception.Message);
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }
}
