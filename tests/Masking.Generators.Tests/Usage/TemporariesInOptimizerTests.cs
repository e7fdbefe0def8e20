namespace Masking.Generators.Tests.Usage;

/// <summary>Policies are trained with an optimizer that creates no temporary scalars.</summary>
public sealed class TemporariesInOptimizerTests
{
    [Theory]
    [InlineData("using var optimizer = [|optim.Adam(policy.parameters(), lr: 1e-3)|]; mask.backward(); optimizer.step();")]
    [InlineData("using var optimizer = [|torch.optim.AdamW(shared.parameters())|]; mask.backward(); optimizer.step();")]
    [InlineData("using var optimizer = [|optim.SGD(values.parameters(), 0.1)|]; mask.backward(); optimizer.step();")]
    [InlineData("using optim.Optimizer optimizer = [|optim.RMSProp(runner.named_parameters())|]; mask.backward(); optimizer.step();")]
    [InlineData("var parameters = policy.parameters(); var optimizer = [|optim.Adam(parameters)|]; mask.backward(); optimizer.step();")]
    public void OptimizerOfTorchSharp_IsReported(string body) => Used.IsReported("MASK106", body);

    [Theory]
    [InlineData("var optimizer = new Masking.Training.Adam(policy.parameters()); mask.backward(); optimizer.Step();")]
    [InlineData("using var optimizer = optim.Adam(nn.Linear(2, 2).parameters()); mask.backward(); optimizer.step();")]
    [InlineData("policy.to(CUDA); using var optimizer = optim.Adam(policy.parameters()); mask.backward(); optimizer.step();")]
    [InlineData("policy.cuda(); using var optimizer = optim.Adam(policy.parameters()); mask.backward(); optimizer.step();")]
    [InlineData("using var optimizer = optim.Adam(policy.parameters()); Use(optimizer);")]
    [InlineData("using var optimizer = optim.LBFGS(policy.parameters()); mask.backward(); optimizer.step(() => mask);")]
    public void OtherOptimizer_OrOtherDevice_IsNotReported(string body) => Used.IsNotReported(body);
}
