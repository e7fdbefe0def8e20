using k8s;
using k8s.Models;
using Masking.Samples.Harvest;

namespace Masking.Samples.Tests;

/// <summary>The manifest of Harvest has the fields of Kubernetes, valid arguments, and names that belong together.</summary>
public sealed class KubernetesManifestTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(RepositoryRoot, "samples", "Harvest", "kubernetes.yaml"));

    private static readonly IReadOnlyList<object> Objects = KubernetesYaml.LoadAllFromString(Text, strict: true);

    private static string RepositoryRoot => typeof(KubernetesManifestTests).Assembly
        .GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), inherit: false)
        .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(each => each.Key == "Repository").Value!;

    private static V1PodTemplateSpec Learner => Objects.OfType<V1Job>().Single().Spec.Template;

    private static V1PodTemplateSpec Worker => Objects.OfType<V1Deployment>().Single().Spec.Template;

    [Fact]
    public void TheObjects_AreThese() => Assert.Equal(
        [typeof(V1Service), typeof(V1PersistentVolumeClaim), typeof(V1Job), typeof(V1Deployment)],
        Objects.Select(each => each.GetType()));

    [Fact]
    public void TheService_SelectsTheLearner_AndWorkersJoinIt()
    {
        V1Service service = Objects.OfType<V1Service>().Single();
        V1Container learner = Learner.Spec.Containers.Single();

        Assert.Equal(Learner.Metadata.Labels, service.Spec.Selector);
        int port = service.Spec.Ports.Single().Port;
        Assert.Equal(port, learner.Ports.Single().ContainerPort);
        Assert.Equal($"0.0.0.0:{port}", Argument(learner, "--listen"));
        Assert.Equal($"{service.Metadata.Name}:{port}", Argument(Worker.Spec.Containers.Single(), "--join"));
        Assert.Equal(Worker.Metadata.Labels, Objects.OfType<V1Deployment>().Single().Spec.Selector.MatchLabels);
    }

    [Fact]
    public void TheLearner_WritesToTheVolume_AndIsResumed()
    {
        V1Container learner = Learner.Spec.Containers.Single();
        V1VolumeMount runs = learner.VolumeMounts.Single(mount => mount.Name == "runs");

        Assert.StartsWith($"{runs.MountPath}/", Argument(learner, "--out"), StringComparison.Ordinal);
        Assert.Contains("--resume", learner.Args);
        Assert.Equal("OnFailure", Learner.Spec.RestartPolicy);
        Assert.Equal(
            Objects.OfType<V1PersistentVolumeClaim>().Single().Metadata.Name,
            Learner.Spec.Volumes.Single(volume => volume.Name == "runs").PersistentVolumeClaim.ClaimName);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TheArguments_AreValid_AndReadTheCertificatesOfTheSecret(bool isLearner)
    {
        V1PodTemplateSpec pod = isLearner ? Learner : Worker;
        V1Container container = pod.Spec.Containers.Single();
        string folder = container.VolumeMounts.Single(mount => mount.Name == "certificates").MountPath;
        Assert.Equal("harvest-certificates", pod.Spec.Volumes.Single(volume => volume.Name == "certificates").Secret.SecretName);
        Assert.Equal(
            [$"{folder}/tls.crt", $"{folder}/tls.key", $"{folder}/ca.crt"],
            new[] { "--certificate", "--key", "--authority" }.Select(option => Argument(container, option)));

        // All arguments have been parsed when the certificates are read, which are not on this machine.
        using StringWriter output = new();
        using StringWriter error = new();
        Assert.Equal(1, await HarvestCommand.Create().RunAsync([.. container.Args], output, error, TestContext.Current.CancellationToken));
        Assert.Contains(folder, error.ToString(), StringComparison.Ordinal);
    }

    private static string Argument(V1Container container, string option) => container.Args[container.Args.IndexOf(option) + 1];
}
